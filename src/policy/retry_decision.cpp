#include "policy/retry_decision.hpp"

#include "policy/backoff.hpp"

#include <algorithm>

namespace clerk::detail {

namespace {

enum class Verdict
{
    retry,
    permanent,      ///< the same would happen again
    not_idempotent, ///< it may have taken effect
    fail_fast       ///< the call fails immediately at a rate limit
};

bool is_gateway_trouble(int status) noexcept
{
    return (status >= 502 && status <= 504) || (status >= 520 && status <= 524); // the latter are Cloudflare's
}

/// The server closed the connection without processing the request (RFC 9110, 15.5.9).
bool has_crossed_timeout(ClerkError const& failure, RetryBudget const& budget) noexcept
{
    return failure.status == 408 && budget.reused_connection;
}

Verdict judge(ClerkError const& failure, RetryBudget const& budget) noexcept
{
    switch (failure.kind)
    {
    case ErrorKind::rate_limited:
        return budget.rate_limit == RateLimitMode::wait ? Verdict::retry : Verdict::fail_fast;
    case ErrorKind::transport:
    case ErrorKind::timeout:
        if (failure.delivery == Delivery::not_sent || budget.idempotent) return Verdict::retry;
        return Verdict::not_idempotent;
    case ErrorKind::api:
        if (has_crossed_timeout(failure, budget)) return Verdict::retry;
        if (failure.delivery == Delivery::rejected) return Verdict::permanent;
        if (!budget.idempotent) return Verdict::not_idempotent;
        return is_gateway_trouble(failure.status) ? Verdict::retry : Verdict::permanent;
    case ErrorKind::protocol:
        if (!budget.idempotent) return Verdict::not_idempotent;
        // With a cause, the connection failed during the response. Without one, the server would send the same response again.
        return failure.cause ? Verdict::retry : Verdict::permanent;
    case ErrorKind::decode:
        return budget.idempotent ? Verdict::permanent : Verdict::not_idempotent;
    default:
        return Verdict::permanent;
    }
}

std::chrono::nanoseconds pause(ClerkError const& failure, RetryBudget const& budget, RetryOptions const& options, double sample)
{
    auto const jittered = backoff(options, budget.attempt, sample);
    if (!failure.retry_after && failure.kind == ErrorKind::rate_limited)
        // At most half of the remaining time, so that another attempt is possible before the deadline.
        return std::min<std::chrono::nanoseconds>(rate_limit_backoff(options.base_delay, budget.attempt, sample),
                                                  budget.time_left / 2);
    if (!failure.retry_after) return jittered;
    return std::max<std::chrono::nanoseconds>(*failure.retry_after,
                                              failure.retry_after->count() == 0 ? jittered : jittered.zero());
}

} // namespace

RetryDecision decide_retry(ClerkError const& failure, RetryBudget const& budget, RetryOptions const& options, double sample)
{
    switch (judge(failure, budget))
    {
    case Verdict::permanent:
        return {};
    case Verdict::not_idempotent:
        return {.why_not = NotRetried::not_idempotent};
    case Verdict::fail_fast:
        return {.why_not = NotRetried::fail_fast};
    case Verdict::retry:
        break;
    }
    if (budget.attempt >= budget.max_attempts)
        return {.why_not = budget.max_attempts == 1 ? NotRetried::retries_disabled : NotRetried::no_attempts_left};
    auto const delay = pause(failure, budget, options, sample);
    if (delay >= budget.time_left) return {.delay = delay, .why_not = NotRetried::delay_exceeds_deadline};
    return {.again = true, .delay = delay};
}

} // namespace clerk::detail
