#pragma once

#include <clerk/client_options.hpp>

#include <chrono>

namespace clerk::detail {

/// Returns the delay before the next attempt: exponential backoff with full jitter.
///
/// @param attempt  the attempt that failed, counted from 1
/// @param sample   uniform random number in [0, 1)
/// @returns        in [0, min(max_delay, base_delay * 2^(attempt - 1)))
[[nodiscard]] std::chrono::nanoseconds backoff(RetryOptions const& options, int attempt, double sample) noexcept;

/// Returns the delay after a 429 without `Retry-After`: between half of a ceiling and all of it. The ceiling is ten times
/// `base_delay`, times four for each earlier attempt, at most five minutes.
[[nodiscard]] std::chrono::nanoseconds rate_limit_backoff(std::chrono::milliseconds base_delay, int attempt,
                                                          double sample) noexcept;

} // namespace clerk::detail
