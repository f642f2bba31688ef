#pragma once

#include <clerk/error.hpp>

namespace clerk::detail {

/// Returns a copy without texts that may quote the request: of Clerk's errors, only codes and names of known parameters remain.
/// Its `message()` is that of the original. Without memory, all texts are left out.
[[nodiscard]] ClerkError redacted(ClerkError const& error) noexcept;

} // namespace clerk::detail
