#pragma once

#include <clerk/error.hpp>

#include <string_view>

namespace clerk::detail {

/// What an error of this kind says where it has no detail.
[[nodiscard]] std::string_view what_failed(ErrorKind kind) noexcept;

} // namespace clerk::detail
