#pragma once

#include <clerk/error.hpp>

#include <string_view>

namespace clerk::detail {

/// Returns the default text of an error kind.
[[nodiscard]] std::string_view what_failed(ErrorKind kind) noexcept;

/// Appends to the detail of an error, or to the default text of its kind, if memory allows.
void append_detail(ClerkError& error, std::string_view text) noexcept;

} // namespace clerk::detail
