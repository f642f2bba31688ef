#include "transport/failures.hpp"

#include <boost/asio/error.hpp>

namespace clerk::detail {

namespace {

ClerkError unsent(ErrorKind kind, Phase phase, std::string detail)
{
    ClerkError error;
    error.kind = kind;
    error.phase = phase;
    error.delivery = Delivery::not_sent;
    error.detail = std::move(detail);
    return error;
}

} // namespace

ClerkError closed_failure(Phase phase)
{
    auto error = unsent(ErrorKind::closed, phase, "the client is closed");
    error.cause = boost::asio::error::operation_aborted;
    return error;
}

ClerkError pool_exhausted_failure()
{
    return unsent(ErrorKind::pool_exhausted, Phase::queue,
                  "as many calls are waiting for a connection as may (pool.max_waiting)");
}

ClerkError held_failure(std::chrono::nanoseconds left, RateLimitMode mode)
{
    auto error = unsent(ErrorKind::rate_limited, Phase::backoff, "the endpoint's rate limit is spent");
    error.retry_after = std::chrono::ceil<std::chrono::seconds>(left);
    error.not_retried = mode == RateLimitMode::fail_fast ? "the call is to fail fast at a rate limit"
                                                         : "the limit holds beyond the call's deadline";
    return error;
}

ClerkError stop_failure(Operation::Stop why, OperationTraits const& traits, Phase phase)
{
    switch (why)
    {
    case Operation::Stop::closed:
        return closed_failure(phase);
    case Operation::Stop::cancelled: {
        auto error = unsent(ErrorKind::cancelled, phase, "the call was cancelled");
        error.cause = boost::asio::error::operation_aborted;
        return error;
    }
    case Operation::Stop::attempt_timeout:
    case Operation::Stop::deadline:
    case Operation::Stop::none:
        break;
    }
    bool const attempt = why == Operation::Stop::attempt_timeout;
    auto error = unsent(ErrorKind::timeout, phase,
                        attempt ? "no complete answer came in time (timeouts.response)"
                                : "the call did not end within " + std::to_string(traits.timeout.count()) + " ms");
    error.cause = boost::asio::error::timed_out;
    return error;
}

} // namespace clerk::detail
