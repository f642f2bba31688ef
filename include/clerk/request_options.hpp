#pragma once

#include <clerk/client_options.hpp>

#include <chrono>
#include <optional>
#include <type_traits>

namespace clerk {

/// What one call does differently from its client. Trivially copyable.
struct RequestOptions
{
    /// The call's whole time, waiting and backing off included. 1 ms to 24 h; 0 = the client's `TimeoutOptions::total`.
    std::chrono::milliseconds timeout{0};
    /// Attempts at most, the first one included. 1 to 100; 0 = the client's `RetryOptions::max_attempts`.
    int max_attempts{0};
    /// What to do at a rate limit; unset = the client's `RateLimitOptions::mode`.
    std::optional<RateLimitMode> rate_limit{};
};

static_assert(std::is_trivially_copyable_v<RequestOptions>, "g++ 12 destroys other aggregates in a co_await expression twice");

} // namespace clerk
