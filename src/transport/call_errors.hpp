#pragma once

#include "common/make_error.hpp"
#include "transport/call_base.hpp"

#include <clerk/error.hpp>

#include <chrono>

namespace clerk::detail {

// Without memory, these errors have less text.

/// The client is closed, or closing.
[[nodiscard]] ClerkError closed_failure(Phase phase) noexcept;

/// The caller cancelled the call before anything was sent.
[[nodiscard]] ClerkError cancelled_failure(Phase phase) noexcept;

/// Too many calls wait already.
[[nodiscard]] ClerkError pool_exhausted_failure() noexcept;
[[nodiscard]] ClerkError forked_failure() noexcept;

/// The rate limit of the endpoint ends after the deadline of the call.
[[nodiscard]] ClerkError held_failure(std::chrono::nanoseconds left, RateLimitMode mode) noexcept;

/// The context was destroyed during an attempt. Only an observer receives it.
[[nodiscard]] ClerkError context_destroyed_failure(CallBase const& call) noexcept;

/// A call was stopped from outside, with nothing sent.
[[nodiscard]] ClerkError stop_failure(StopReason why, CallTraits const& traits, Phase phase) noexcept;

} // namespace clerk::detail
