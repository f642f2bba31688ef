#pragma once

#include <clerk/error.hpp>

#include <string>
#include <string_view>

namespace clerk::detail {

[[nodiscard]] ClerkError make_error(ErrorKind kind, Phase phase, Delivery delivery, std::string detail,
                                    boost::system::error_code cause = {}) noexcept;

/// Returns an out-of-memory error. Needs no memory.
[[nodiscard]] ClerkError out_of_memory(ErrorKind kind, Phase phase, Delivery delivery) noexcept;

/// Returns a copy, with less text if there is no memory.
[[nodiscard]] ClerkError copy_if_memory_allows(ClerkError const& error) noexcept;

/// Appends to the detail of an error, or to the default text of its kind, if memory allows.
void append_detail(ClerkError& error, std::string_view text) noexcept;

} // namespace clerk::detail
