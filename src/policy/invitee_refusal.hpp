#pragma once

#include <clerk/error.hpp>

#include <string>
#include <vector>

namespace clerk::detail {

/// Returns the addresses in an entry of an error: `meta.email_addresses`, `meta.identifiers`.
[[nodiscard]] std::vector<std::string> named_addresses(ApiError const& entry);

} // namespace clerk::detail
