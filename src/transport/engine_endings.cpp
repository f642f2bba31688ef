#include "transport/engine.hpp"

#include "common/error_detail.hpp"
#include "common/if_memory_allows.hpp"
#include "policy/retry_decision.hpp"
#include "transport/call_errors.hpp"

#include <new>

namespace clerk::detail {

namespace {

/// A call was stopped from outside in the middle of an exchange.
ClerkError interrupted_failure(Operation::Stop why, OperationTraits const& traits, Connection::Interrupted const& interrupted)
{
    auto error = stop_failure(why, traits, interrupted.phase);
    error.status = interrupted.status;
    error.delivery = interrupted.first_byte_taken ? Delivery::unknown : Delivery::not_sent;
    return error;
}

} // namespace

RetryDecision Engine::decide(ClerkError const& error, Operation const& op, TimePoint now, bool reused) noexcept
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

void Engine::attempt_failed(Operation& op, ClerkError error, TimePoint now, After& after, bool reused)
{
    bool const limited = error.kind == ErrorKind::rate_limited;
    if (limited && error.retry_after) gate_.hold(op.traits.rate_key, now, now + *error.retry_after);
    if (op.stop != Stop::none && op.stop != Stop::attempt_timeout) return end(op, std::move(error), after);
    auto decision = decide(error, op, now, reused);
    if (!decision.again || closed_)
    {
        error.not_retried = std::move(decision.why_not);
        return end(op, std::move(error), after);
    }
    if (limited)
    {
        gate_.hold(op.traits.rate_key, now, now + decision.delay);
        ++stats_.holds;
    }
    op.may_have_happened = op.may_have_happened || (!op.traits.safe && error.delivery == Delivery::unknown);
    op.state = State::held;
    op.stop = Stop::none;
    op.stopped = false;
    schedule(op, now + decision.delay);
}

void Engine::end(Operation& op, ClerkError error, After& after)
{
    op.state = State::ended;
    wheel_.cancel(op);
    if (op.may_have_happened && error.delivery != Delivery::unknown)
    {
        error.delivery = Delivery::unknown;
        append_detail(error, "an earlier attempt may have succeeded");
    }
    if_memory_allows([&] { error.operation = op.traits.name; });
    error.attempts = op.attempts;
    error.max_attempts = op.traits.max_attempts;
    op.fail(std::move(error));
    after.ended.push(std::move(op.self));
}

// A handler on the client's executor can be invoked directly from another one. At most one exception is stored.
void Engine::complete(std::shared_ptr<Operation> const& operation, std::exception_ptr* thrown) noexcept
try
{
    if (thrown == nullptr || *thrown || !operation->complete_here()) deliver(operation);
}
catch (...)
{
    *thrown = std::current_exception();
}

void Engine::deliver(std::shared_ptr<Operation> const& operation) noexcept
try
{
    operation->complete();
}
catch (std::bad_alloc const&)
{
    deliver_later(operation);
}

void Engine::deliver_later(std::shared_ptr<Operation> const& operation) noexcept
{
    Lock const lock{mutex_};
    if (context_gone_) return; // its handler goes with it
    operation->state = State::undelivered;
    operation->self = operation;
    schedule(*operation, now() + memory_pause);
}

void Engine::cancel(Operation& operation, bool only_unsent)
{
    After after;
    stop(operation.shared_from_this(), Stop::cancelled, only_unsent, after);
}

void Engine::stop(std::shared_ptr<Operation> const& operation, Stop why, bool only_unsent, After& after)
{
    auto& op = *operation;
    Lock lock{mutex_};
    // The attempt that was to be ended has ended by itself since its time was found to be up.
    if (why == Stop::attempt_timeout && (op.state != State::running || op.scheduled())) return;
    switch (op.state)
    {
    case State::fresh:
    case State::ended:
        return;
    case State::running:
        return stop_running(lock, operation, why, only_unsent, after);
    case State::undelivered:
        schedule(op, now() + memory_pause);
        return;
    case State::held:
        end(op, stop_failure(why, op.traits, Phase::backoff), after);
        break;
    case State::waiting:
        auto error = waiting_error(op, why);
        pool_.leave(op);
        end(op, std::move(error), after);
        break;
    }
    lock.unlock();
    perform(after);
}

void Engine::stop_running(Lock& lock, std::shared_ptr<Operation> const& operation, Stop why, bool only_unsent, After& after)
{
    auto& op = *operation;
    auto const connection = op.connection->shared_from_this();
    bool const first = op.stop == Stop::none;
    if (first) op.stop = why;
    op.stopped = true;
    lock.unlock();
    auto const interrupted = connection->interrupt(op, only_unsent);
    lock.lock();
    if (interrupted.how != Connection::Interrupted::How::done)
    {
        // Begun already, and to be left alone; or not begun yet, and then beginning it finds it stopped.
        if (interrupted.how == Connection::Interrupted::How::too_late && first && op.state == State::running)
        {
            op.stop = Stop::none;
            op.stopped = false;
        }
        return;
    }
    retire(*connection, stats_.closed.cancelled, after);
    auto error = interrupted_failure(why, op.traits, interrupted);
    auto const moment = now();
    if (why == Stop::attempt_timeout)
        attempt_failed(op, std::move(error), moment, after);
    else
        end(op, std::move(error), after);
    open_wanted(moment, after);
    lock.unlock();
    perform(after);
}

ClerkError Engine::waiting_error(Operation& op, Stop why)
{
    auto* const opening = static_cast<Connection*>(pool_.opening_for(op));
    auto error = stop_failure(why, op.traits, opening == nullptr ? Phase::queue : opening->phase());
    if (opening != nullptr) ++op.attempts;
    if (why == Stop::deadline && last_connect_failure_ && last_connect_failure_at_ >= op.started)
    {
        error.cause = last_connect_failure_->cause;
        if_memory_allows([&] { error.detail += "; the last connection attempt failed: " + last_connect_failure_->detail; });
    }
    return error;
}

// The client was closed between the moment a time-out was found due, which takes a call out of the wheel, and the moment it was
// to stop the call: no list held the call then but its connection.
void Engine::drop(Operation& op, Connection::Interrupted const& interrupted, After& after)
{
    Lock const lock{mutex_};
    end(op, interrupted_failure(Stop::closed, op.traits, interrupted), after);
}

} // namespace clerk::detail
