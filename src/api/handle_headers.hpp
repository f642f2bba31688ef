#pragma once

#include <clerk/handle_options.hpp>

#include <string>
#include <string_view>

namespace clerk::detail {

/// Validates header fields of the caller and appends them as lines.
///
/// @returns the error, beginning with `headers` or `api_version`; empty if there is none
[[nodiscard]] std::string encode_header_fields(HeaderFields const& fields, std::string& out);

[[nodiscard]] std::string refusal_of_api_version(std::string_view version);

} // namespace clerk::detail
