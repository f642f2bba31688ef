#pragma once

#include "transport/operation.hpp"

#include <clerk/error.hpp>

#include <chrono>

namespace clerk::detail {

/// The client is closed, or closing.
[[nodiscard]] ClerkError closed_failure(Phase phase);

/// Too many calls wait already.
[[nodiscard]] ClerkError pool_exhausted_failure();

/// The endpoint's rate limit holds for longer than the call may wait.
[[nodiscard]] ClerkError held_failure(std::chrono::nanoseconds left, RateLimitMode mode);

/// A call was stopped from outside, with nothing sent.
[[nodiscard]] ClerkError stop_failure(Operation::Stop why, OperationTraits const& traits, Phase phase);

} // namespace clerk::detail
