#pragma once

#include <clerk/client_options.hpp>

#include <chrono>
#include <optional>
#include <type_traits>

namespace clerk {

/// Options of one call. Trivially copyable.
struct RequestOptions
{
    /// Maximum time of the call, including waiting and backoff. Zero: the client's `TimeoutOptions::total`. Range: 1 ms to 24 h.
    std::chrono::milliseconds timeout{0};
    /// Maximum number of attempts, including the first. Zero: the client's `RetryOptions::max_attempts`. Range: 1 to 100.
    int max_attempts{0};
    /// The behaviour at a rate limit. Default: the client's `RateLimitOptions::mode`.
    std::optional<RateLimitMode> rate_limit{};
};

static_assert(std::is_trivially_copyable_v<RequestOptions>, "g++ 12 destroys other aggregates in a co_await expression twice");

} // namespace clerk
