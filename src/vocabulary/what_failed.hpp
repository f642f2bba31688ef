#pragma once

#include <clerk/error.hpp>

#include <string_view>

namespace clerk::detail {

/// What an error of this kind says where it has no detail.
[[nodiscard]] std::string_view what_failed(ErrorKind kind) noexcept;

/// Adds to the detail of an error, which begins with what failed; as much as memory allows.
void append_detail(ClerkError& error, std::string_view text) noexcept;

} // namespace clerk::detail
