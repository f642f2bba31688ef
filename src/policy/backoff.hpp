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

} // namespace clerk::detail
