#pragma once

#include <clerk/client_options.hpp>

#include <chrono>

namespace clerk::detail {

/// How long to hold before the next attempt: exponential growth with full jitter.
///
/// @param attempt  the attempt that failed, counted from 1
/// @param sample   uniform in [0, 1), drawn by the caller
/// @returns        in [0, min(max_delay, base_delay * 2^(attempt - 1)))
[[nodiscard]] std::chrono::nanoseconds backoff(RetryOptions const& options, int attempt, double sample) noexcept;

/// The pause after a 429 that does not say how long to wait: between half of a ceiling and all of it. The ceiling is ten times
/// `base_delay` and grows fourfold from one attempt to the next, up to five minutes.
[[nodiscard]] std::chrono::nanoseconds rate_limit_backoff(std::chrono::milliseconds base_delay, int attempt,
                                                          double sample) noexcept;

} // namespace clerk::detail
