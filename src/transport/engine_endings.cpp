#include "transport/engine.hpp"

#include "common/if_memory_allows.hpp"
#include "common/make_error.hpp"
#include "policy/retry_decision.hpp"
#include "transport/call_errors.hpp"

#include <new>

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

} // namespace

RetryDecision Engine::decide(ClerkError const& error, CallBase const& op, TimePoint now, bool reused) noexcept
try
{
    return decide_retry(error,
                        {.idempotent = op.traits.idempotent,
                         .attempt = op.attempts,
                         .max_attempts = op.traits.max_attempts,
                         .time_left = op.deadline - now,
                         .rate_limit = op.traits.rate_limit,
                         .reused_connection = reused},
                        settings_.retry, random_());
}
catch (std::bad_alloc const&)
{
    return {};
}

void Engine::attempt_failed(CallBase& op, ClerkError error, TimePoint now, Actions& actions, bool reused)
{
    bool const limited = error.kind == ErrorKind::rate_limited;
    if (limited && error.retry_after) gate_.block(op.traits.rate_limit_key, now, now + *error.retry_after);
    auto const stop = op.stop_reason.load();
    if (stop != StopReason::none && stop != StopReason::attempt_timeout) return end(op, std::move(error), actions);
    auto decision = decide(error, op, now, reused);
    if (!decision.again || lifecycle_ >= Lifecycle::closed)
    {
        error.not_retried = std::move(decision.why_not);
        return end(op, std::move(error), actions);
    }
    if (limited)
    {
        gate_.block(op.traits.rate_limit_key, now, now + decision.delay);
        ++stats_.holds;
    }
    op.may_have_happened = op.may_have_happened || (!op.traits.safe && error.delivery == Delivery::unknown);
    op.state = State::held;
    op.stop_reason = StopReason::none;
    timers_.schedule(op, now + decision.delay);
}

void Engine::end(CallBase& op, ClerkError error, Actions& actions)
{
    op.state = State::ended;
    timers_.cancel(op);
    if (op.may_have_happened && error.delivery != Delivery::unknown)
    {
        error.delivery = Delivery::unknown;
        append_detail(error, "an earlier attempt may have succeeded");
    }
    if_memory_allows([&] { error.operation = op.traits.name; });
    error.attempts = op.attempts;
    error.max_attempts = op.traits.max_attempts;
    op.fail(std::move(error));
    actions.ended.push(std::move(op.self));
}

// A handler on the client's executor can be invoked directly from another one. At most one exception is stored.
void Engine::complete(std::shared_ptr<CallBase> const& operation, std::exception_ptr* thrown) noexcept
try
{
    if (thrown == nullptr || *thrown || !operation->complete_here()) deliver(operation);
}
catch (...)
{
    *thrown = std::current_exception();
}

void Engine::deliver(std::shared_ptr<CallBase> const& operation) noexcept
try
{
    operation->complete();
}
catch (std::bad_alloc const&)
{
    deliver_later(operation);
}

void Engine::deliver_later(std::shared_ptr<CallBase> const& call) noexcept
{
    Lock const lock{mutex_};
    if (lifecycle_ == Lifecycle::context_destroyed) return; // its handler is destroyed without being invoked
    call->state = State::undelivered;
    call->self = call;
    timers_.schedule(*call, now() + memory_pause);
}

void Engine::cancel(CallBase& call, bool only_unsent)
{
    stop(call.shared_from_this(), only_unsent ? StopReason::cancelled_if_unsent : StopReason::cancelled);
}

void Engine::stop(std::shared_ptr<CallBase> const& call, StopReason why, std::exception_ptr* thrown)
{
    std::shared_ptr<Connection> runs_on;
    auto const step = [&](Actions& actions) {
        // The attempt has ended since its timeout was found to be due.
        if (why == StopReason::attempt_timeout && (call->state != State::running || call->scheduled())) return;
        switch (call->state)
        {
        case State::fresh:
        case State::ended:
            return;
        case State::running: {
            auto const earlier = call->stop_reason.load();
            if (earlier == StopReason::none || earlier == StopReason::cancelled_if_unsent) call->stop_reason = why;
            runs_on = call->connection->shared_from_this();
            return;
        }
        case State::undelivered:
            return timers_.schedule(*call, now() + memory_pause);
        case State::held:
            return end(*call, stop_failure(why, call->traits, Phase::backoff), actions);
        case State::waiting:
            auto error = waiting_error(*call, why);
            pool_.dequeue(*call);
            return end(*call, std::move(error), actions);
        }
    };
    transact(step, thrown);
    if (runs_on) runs_on->abort(*call, why);
}

void Engine::on_exchange_failed(Connection& connection, Exchange& exchange, ClerkError failure)
{
    transact([&](Actions& actions) {
        auto& call = static_cast<CallBase&>(exchange);
        auto const moment = now();
        auto const why = call.stop_reason.load();
        bool const aborted = failure.kind == ErrorKind::cancelled;
        retire(connection, aborted ? stats_.closed.cancelled : stats_.closed.error, actions);
        if (aborted) failure = aborted_failure(why, call.traits, failure);
        if (aborted && why != StopReason::attempt_timeout)
            end(call, std::move(failure), actions);
        else
            attempt_failed(call, std::move(failure), moment, actions);
        open_connections(moment, actions);
    });
}

ClerkError Engine::waiting_error(CallBase& op, StopReason why)
{
    auto* const opening = static_cast<Connection*>(pool_.connect_for(op));
    auto error = stop_failure(why, op.traits, opening == nullptr ? Phase::queue : opening->phase());
    if (opening != nullptr) ++op.attempts;
    if (why == StopReason::deadline && last_connect_failure_ && last_connect_failure_at_ >= op.started)
    {
        error.cause = last_connect_failure_->cause;
        if_memory_allows([&] { error.detail += "; the last connection attempt failed: " + last_connect_failure_->detail; });
    }
    return error;
}

} // namespace clerk::detail
