#pragma once

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

#include <chrono>

namespace clerk::detail {

/// The state of a call after a failed attempt.
struct RetryBudget
{
    /// Whether repeating the request changes nothing (RFC 9110, 9.2.2): a GET.
    bool idempotent{false};
    int attempt{1};
    int max_attempts{1};
    std::chrono::nanoseconds time_left{0};
    RateLimitMode rate_limit{RateLimitMode::wait};
    /// Whether the request was sent on a connection that had been idle. The server may have closed it in the meantime.
    bool reused_connection{false};
};

struct RetryDecision
{
    bool again{false};
    std::chrono::nanoseconds delay{0};
    NotRetried why_not{NotRetried::none};
};

/// Decides whether and when to retry after a failed attempt.
///
/// A request that may have taken effect is retried only if it is idempotent. A request that was not sent is always retried.
/// @param sample uniform random number in [0, 1)
[[nodiscard]] RetryDecision decide_retry(ClerkError const& failure, RetryBudget const& budget, RetryOptions const& options,
                                         double sample);

} // namespace clerk::detail
