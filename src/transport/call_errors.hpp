#pragma once

#include "transport/call_base.hpp"

#include <clerk/error.hpp>

#include <chrono>

namespace clerk::detail {

// Without memory, these errors have less text.

/// Returns an out-of-memory error.
[[nodiscard]] ClerkError out_of_memory(ErrorKind kind, Phase phase, Delivery delivery) noexcept;

[[nodiscard]] ClerkError copy_if_memory_allows(ClerkError const& error) noexcept;

/// The client is closed, or closing.
[[nodiscard]] ClerkError closed_failure(Phase phase) noexcept;

/// Too many calls wait already.
[[nodiscard]] ClerkError pool_exhausted_failure() noexcept;
[[nodiscard]] ClerkError forked_failure() noexcept;

/// The endpoint's rate limit holds for longer than the call may wait.
[[nodiscard]] ClerkError held_failure(std::chrono::nanoseconds left, RateLimitMode mode) noexcept;

/// A call was stopped from outside, with nothing sent.
[[nodiscard]] ClerkError stop_failure(Operation::Stop why, OperationTraits const& traits, Phase phase) noexcept;

} // namespace clerk::detail
