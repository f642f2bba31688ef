#include "transport/call_errors.hpp"

#include "common/if_memory_allows.hpp"

#include <boost/asio/error.hpp>

namespace clerk::detail {

namespace {

ClerkError unsent(ErrorKind kind, Phase phase, std::string_view detail)
{
    ClerkError error;
    error.kind = kind;
    error.phase = phase;
    error.delivery = Delivery::not_sent;
    if_memory_allows([&] { error.detail = detail; });
    return error;
}

} // namespace

ClerkError closed_failure(Phase phase) noexcept
{
    auto error = unsent(ErrorKind::closed, phase, "the client is closed");
    error.cause = boost::asio::error::operation_aborted;
    return error;
}

ClerkError cancelled_failure(Phase phase) noexcept
{
    auto error = unsent(ErrorKind::cancelled, phase, "the call was cancelled");
    error.cause = boost::asio::error::operation_aborted;
    return error;
}

ClerkError pool_exhausted_failure() noexcept
{
    return unsent(ErrorKind::pool_exhausted, Phase::queue, "the wait queue is full (pool.max_waiting)");
}

ClerkError forked_failure() noexcept
{
    auto error = unsent(ErrorKind::cancelled, Phase::queue, "the process was forked; the parent process continues the call");
    error.delivery = Delivery::unknown;
    error.cause = boost::asio::error::operation_aborted;
    return error;
}

ClerkError held_failure(std::chrono::nanoseconds left, RateLimitMode mode) noexcept
{
    auto error = unsent(ErrorKind::rate_limited, Phase::backoff, "rate limited by an earlier response");
    error.retry_after = std::chrono::ceil<std::chrono::seconds>(left);
    error.not_retried = mode == RateLimitMode::fail_fast ? NotRetried::fail_fast : NotRetried::delay_exceeds_deadline;
    return error;
}

ClerkError context_destroyed_failure(CallBase const& call) noexcept
{
    auto error = closed_failure(Phase::queue);
    error.delivery = call.attempts == 0 ? Delivery::not_sent : Delivery::unknown;
    if_memory_allows([&] {
        error.detail = "the context was destroyed";
        error.operation = call.traits.name;
    });
    error.attempts = call.attempts;
    error.max_attempts = call.traits.max_attempts;
    return error;
}

ClerkError stop_failure(StopReason why, CallTraits const& traits, Phase phase) noexcept
{
    switch (why)
    {
    case StopReason::closed:
        return closed_failure(phase);
    case StopReason::cancelled:
    case StopReason::cancelled_if_unsent:
        return cancelled_failure(phase);
    case StopReason::attempt_timeout:
    case StopReason::deadline:
    case StopReason::none:
        break;
    }
    auto error = unsent(ErrorKind::timeout, phase, "no complete response in time (timeouts.response)");
    if (why != StopReason::attempt_timeout)
        if_memory_allows(
            [&] { error.detail = "the call did not complete within " + std::to_string(traits.timeout.count()) + " ms"; });
    error.cause = boost::asio::error::timed_out;
    return error;
}

} // namespace clerk::detail
