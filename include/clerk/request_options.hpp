#pragma once

#include <clerk/client_options.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace clerk {

/// Options of one call. Trivially copyable.
struct RequestOptions
{
    /// Maximum time of the call, including waiting and backoff. Unset or zero: the client's `TimeoutOptions::total`. Range: 1 ms
    /// to 24 h.
    std::optional<std::chrono::milliseconds> timeout{};
    /// Maximum number of attempts, including the first. Unset or zero: the client's `RetryOptions::max_attempts`. Range: 1 to
    /// 100.
    std::optional<int> max_attempts{};
    /// The behaviour at a rate limit. Unset: the client's `RateLimitOptions::mode`.
    std::optional<RateLimitMode> rate_limit{};
    /// A number of the caller's for the events of this call; see `Observer`. Never sent. Zero: none.
    std::uint64_t correlation{0};
};

static_assert(std::is_trivially_copyable_v<RequestOptions>, "g++ 12 destroys other aggregates in a co_await expression twice");

} // namespace clerk
