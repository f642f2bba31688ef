#include "transport/call_scheduler.hpp"

#include "common/if_memory_allows.hpp"
#include "transport/call_errors.hpp"

#include <new>
#include <utility>

namespace clerk::detail {

namespace {

/// The error of a call whose exchange was aborted.
ClerkError aborted_failure(StopReason why, CallTraits const& traits, ClerkError const& aborted)
{
    auto error = stop_failure(why, traits, aborted.phase);
    error.status = aborted.status;
    error.delivery = aborted.delivery;
    return error;
}

/// A reason replaces those of lower rank.
int rank(StopReason reason) noexcept
{
    switch (reason)
    {
    case StopReason::none:
        return 0;
    case StopReason::attempt_timeout: // may be followed by a retry
        return 1;
    case StopReason::cancelled_if_unsent: // may be ignored
        return 2;
    case StopReason::deadline:
    case StopReason::cancelled:
    case StopReason::closed:
        break;
    }
    return 3;
}

} // namespace

bool CallScheduler::on_response(CallBase& call, PooledConnection& connection, ResponseFacts const& facts, ClerkError* error,
                                TimePoint now, Actions& actions)
{
    bool completes = false;
    if (error == nullptr)
    {
        call.state = State::ended;
        timers_.cancel(call);
        completes = call.trace == nullptr || call.call_trace()->end(now);
        if (!completes) static_cast<void>(record_attempt(call, &connection, nullptr, now, {}));
        call.self.reset();
    }
    else
        attempt_failed(call, &connection, std::move(*error), now, actions, connection.served > 1);
    // Only now, because a 429 delays the next waiter too.
    release(connection, facts, now, actions);
    return completes;
}

void CallScheduler::on_exchange_failed(CallBase& call, PooledConnection& connection, ClerkError failure, TimePoint now,
                                       Actions& actions)
{
    bool const aborted = failure.kind == ErrorKind::cancelled;
    // An attempt timeout has ended it, not the total cancellation, which is ignored after the first byte.
    if (aborted && failure.delivery != Delivery::not_sent && call.stop_reason == StopReason::cancelled_if_unsent)
        call.stop_reason = StopReason::attempt_timeout;
    auto const why = call.stop_reason.load();
    retire(connection, aborted ? CloseReason::cancelled : CloseReason::error, actions);
    if (aborted) failure = aborted_failure(why, call.traits, failure);
    if (aborted && why != StopReason::attempt_timeout)
        end_attempt(call, &connection, std::move(failure), now, actions);
    else
        attempt_failed(call, &connection, std::move(failure), now, actions);
    open_connections(now, actions);
}

std::shared_ptr<PooledConnection> CallScheduler::stop(CallBase& call, StopReason why, TimePoint now, Actions& actions)
{
    // The attempt has ended since its timeout was found to be due.
    if (why == StopReason::attempt_timeout && (call.state != State::running || call.scheduled())) return nullptr;
    switch (call.state)
    {
    case State::fresh:
    case State::ended:
    case State::undelivered:
        break;
    case State::running: {
        if (rank(why) > rank(call.stop_reason)) call.stop_reason = why;
        return call.connection->shared_from_this();
    }
    case State::held:
        end(call, stop_failure(why, call.traits, Phase::backoff), now, actions);
        break;
    case State::waiting:
        end_waiting(call, why, now, actions);
        break;
    }
    return nullptr;
}

namespace {

void append_delay(ClerkError& error, std::chrono::nanoseconds delay) noexcept
{
    auto const length = std::chrono::ceil<std::chrono::milliseconds>(delay).count();
    if_memory_allows([&] { append_detail(error, "the next attempt would begin after " + std::to_string(length) + " ms"); });
}

} // namespace

RetryDecision CallScheduler::decide(ClerkError const& error, CallBase const& call, TimePoint now, bool reused) const noexcept
{
    return decide_retry(error,
                        {.idempotent = call.traits.idempotent,
                         .attempt = call.attempts,
                         .max_attempts = call.traits.max_attempts,
                         .time_left = call.deadline - now,
                         .rate_limit = call.traits.rate_limit,
                         .reused_connection = reused},
                        settings_.retry, dependencies_.random());
}

void CallScheduler::attempt_failed(CallBase& call, PooledConnection* connection, ClerkError error, TimePoint now,
                                   Actions& actions, bool reused)
{
    bool const limited = error.kind == ErrorKind::rate_limited;
    if (limited && error.retry_after) gate_.block(call.traits.rate_limit_key, now, now + *error.retry_after);
    auto const stop = call.stop_reason.load();
    if (stop != StopReason::none && stop != StopReason::attempt_timeout)
        return end_attempt(call, connection, std::move(error), now, actions);
    auto const decision = decide(error, call, now, reused);
    if (!decision.again || lifecycle_ >= Lifecycle::closed)
    {
        error.not_retried = decision.why_not;
        if (decision.why_not == NotRetried::delay_exceeds_deadline) append_delay(error, decision.delay);
        return end_attempt(call, connection, std::move(error), now, actions);
    }
    if (limited)
    {
        gate_.block(call.traits.rate_limit_key, now, now + decision.delay);
        ++stats_.rate_limit_waits;
    }
    call.may_have_happened = call.may_have_happened || (!call.traits.safe && error.delivery == Delivery::unknown);
    call.state = State::held;
    call.stop_reason = StopReason::none;
    timers_.schedule(call, now + decision.delay);
    observe_attempt(call, connection, error, now, decision.delay, actions);
    if (limited) observe_hold(call, decision.delay, actions);
}

void CallScheduler::end_attempt(CallBase& call, PooledConnection* connection, ClerkError error, TimePoint now, Actions& actions)
{
    observe_attempt(call, connection, error, now, {}, actions);
    end(call, std::move(error), now, actions);
}

void CallScheduler::end(CallBase& call, ClerkError error, TimePoint now, Actions& actions)
{
    call.state = State::ended;
    timers_.cancel(call);
    if (call.may_have_happened && error.delivery != Delivery::unknown)
    {
        error.delivery = Delivery::unknown;
        append_detail(error, "an earlier attempt may have succeeded");
    }
    if_memory_allows([&] { error.operation = call.traits.name; });
    error.attempts = call.attempts;
    error.max_attempts = call.traits.max_attempts;
    ++stats_.calls_failed;
    stats_.last_failure = error.kind;
    stats_.last_failure_at = std::chrono::floor<std::chrono::milliseconds>(dependencies_.wall_time());
    call.fail(std::move(error));
    auto self = std::move(call.self);
    if (call.trace == nullptr || call.call_trace()->end(now)) actions.ended.push(std::move(self));
}

void CallScheduler::end_waiting(CallBase& call, StopReason why, TimePoint now, Actions& actions)
{
    auto const* const connecting = pool_.connect_for(call);
    auto error = stop_failure(why, call.traits, connecting == nullptr ? Phase::queue : connecting->phase());
    if (why == StopReason::deadline && last_connect_failure_ && last_connect_failure_at_ >= call.started)
    {
        error.cause = last_connect_failure_->cause;
        if_memory_allows([&] { error.detail += "; the last connection attempt failed: " + last_connect_failure_->detail; });
    }
    pool_.dequeue(call);
    leave_queue(call, now);
    if (connecting == nullptr) return end(call, std::move(error), now, actions);
    ++call.attempts;
    end_attempt(call, nullptr, std::move(error), now, actions);
}

} // namespace clerk::detail
