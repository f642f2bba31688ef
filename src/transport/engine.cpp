#include "transport/engine.hpp"

#include "policy/retry_decision.hpp"
#include "transport/failures.hpp"
#include "vocabulary/if_memory_allows.hpp"
#include "vocabulary/what_failed.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <new>

namespace clerk::detail {

namespace {

/// So many waiting calls that their memory counts more than the time it takes to give some back.
constexpr std::size_t crowd = 1000;

/// A call was stopped from outside in the middle of an exchange.
ClerkError interrupted_failure(Operation::Stop why, OperationTraits const& traits, Connection::Interrupted const& interrupted)
{
    auto error = stop_failure(why, traits, interrupted.phase);
    error.status = interrupted.status;
    error.delivery = interrupted.first_byte_taken ? Delivery::unknown : Delivery::not_sent;
    return error;
}

} // namespace

void Engine::start(std::shared_ptr<Operation> operation)
{
    After after;
    {
        Lock const lock{mutex_};
        if (context_gone_) return; // its handler goes with it
        auto& op = *operation;
        op.self = std::move(operation);
        op.started = now();
        op.deadline = op.started + op.traits.timeout;
        if (closing_)
            end(op, closed_failure(Phase::queue), after);
        else
            admit(op, op.started, after);
    }
    perform(after);
}

void Engine::refuse(std::shared_ptr<Operation> const& operation, ClerkError error)
{
    error.operation = operation->traits.name;
    error.max_attempts = operation->traits.max_attempts;
    operation->fail(std::move(error));
    operation->complete();
}

void Engine::admit(Operation& op, TimePoint now, After& after)
{
    if (auto const left = gate_.left(op.traits.rate_key, now); left.count() > 0) return hold(op, now, left, after);
    if (lease(op, now, after)) return;
    if (!pool_.may_wait(now)) return end(op, pool_exhausted_failure(), after);
    op.state = State::waiting;
    if (pool_.waiting() >= crowd) op.on_crowd();
    pool_.wait(op);
    schedule(op, op.deadline);
    open_wanted(now, after);
}

bool Engine::lease(Operation& op, TimePoint now, After& after)
{
    while (true)
    {
        auto const taken = pool_.take_idle(now);
        if (taken.entry == nullptr) return false;
        auto& connection = static_cast<Connection&>(*taken.entry);
        if (taken.expiry == PoolState::Expiry::none)
        {
            give(op, connection, now, after);
            return true;
        }
        bool const idle = taken.expiry == PoolState::Expiry::idle_timeout;
        retire(connection, idle ? stats_.closed.idle_timeout : stats_.closed.max_lifetime, after);
    }
}

void Engine::give(Operation& op, Connection& connection, TimePoint now, After& after)
{
    op.state = State::running;
    op.connection = &connection;
    op.attempted = now;
    count_attempt(op, connection);
    schedule(op, std::min(op.deadline, now + settings_.timeouts.response));
    after.run = op.self;
    after.run_on = connection.shared_from_this();
}

void Engine::count_attempt(Operation& op, Connection& connection)
{
    ++stats_.attempts;
    stats_.retries += op.attempts > 0 ? 1U : 0U;
    stats_.reused += connection.served > 0 ? 1U : 0U;
    ++op.attempts;
    ++connection.served;
}

void Engine::uncount_attempt(Operation& op, Connection& connection)
{
    --connection.served;
    --op.attempts;
    stats_.reused -= connection.served > 0 ? 1U : 0U;
    stats_.retries -= op.attempts > 0 ? 1U : 0U;
    --stats_.attempts;
}

void Engine::hold(Operation& op, TimePoint now, Nanoseconds left, After& after)
{
    if (op.traits.rate_limit == RateLimitMode::fail_fast || now + left >= op.deadline)
        return end(op, held_failure(left, op.traits.rate_limit), after);
    op.state = State::held;
    ++stats_.holds;
    schedule(op, now + left);
}

RetryDecision Engine::decide(ClerkError const& error, Operation const& op, TimePoint now) noexcept
try
{
    return decide_retry(error,
                        {.idempotent = op.traits.idempotent,
                         .attempt = op.attempts,
                         .max_attempts = op.traits.max_attempts,
                         .time_left = op.deadline - now,
                         .rate_limit = op.traits.rate_limit},
                        settings_.retry, random_());
}
catch (std::bad_alloc const&)
{
    return {};
}

void Engine::attempt_failed(Operation& op, ClerkError error, TimePoint now, After& after)
{
    bool const limited = error.kind == ErrorKind::rate_limited;
    if (limited && error.retry_after) gate_.hold(op.traits.rate_key, now, now + *error.retry_after);
    if (op.stop != Stop::none && op.stop != Stop::attempt_timeout) return end(op, std::move(error), after);
    auto decision = decide(error, op, now);
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
    stop(operation.shared_from_this(), Stop::cancelled, only_unsent);
}

void Engine::stop(std::shared_ptr<Operation> const& operation, Stop why, bool only_unsent)
{
    auto& op = *operation;
    After after;
    Lock lock{mutex_};
    // The attempt that was to be ended has ended by itself since its time was found to be up.
    if (why == Stop::attempt_timeout && (op.state != State::running || op.scheduled())) return;
    switch (op.state)
    {
    case State::fresh:
    case State::ended:
        return;
    case State::running:
        return stop_running(lock, operation, why, only_unsent);
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

void Engine::stop_running(Lock& lock, std::shared_ptr<Operation> const& operation, Stop why, bool only_unsent)
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
    After after;
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
        if_memory_allows(
            [&] { error.detail += "; the last connection that was tried failed: " + last_connect_failure_->detail; });
    }
    return error;
}

void Engine::perform(After& after)
{
    while (after.run) run(after);
    if (after.rest) after.rest->release_buffers();
    while (auto const connection = after.open.pop()) connection->open();
    while (auto const connection = after.close.pop())
    {
        auto const dropped = connection->close(true);
        if (dropped.exchange != nullptr) drop(static_cast<Operation&>(*dropped.exchange), dropped.end, after);
    }
    while (auto const operation = after.ended.pop()) deliver(operation);
    while (auto const wait = after.warmed.pop()) wait->complete(std::move(wait->outcome));
}

// The client was closed between the moment a time-out was found due, which takes a call out of the wheel, and the moment it was
// to stop the call: no list held the call then but its connection.
void Engine::drop(Operation& op, Connection::Interrupted const& interrupted, After& after)
{
    Lock const lock{mutex_};
    end(op, interrupted_failure(Stop::closed, op.traits, interrupted), after);
}

void Engine::run(After& after)
{
    auto const operation = std::move(after.run);
    auto const connection = std::move(after.run_on);
    auto& op = *operation;
    auto const result = connection->run(op);
    if (result == Connection::Run::started) return;
    Lock const lock{mutex_};
    auto const moment = now();
    bool const attempted = result == Connection::Run::failed;
    if (!attempted) uncount_attempt(op, *connection);
    if (result == Connection::Run::stopped)
        serve_or_keep(*connection, moment, after);
    else
        retire(*connection, attempted ? stats_.closed.error : stats_.closed.by_peer, after);
    if (op.stop != Stop::none) return end(op, stop_failure(op.stop, op.traits, Phase::queue), after);
    if (attempted) return attempt_failed(op, connection->take_failure(), moment, after);
    if (closed_) return end(op, closed_failure(Phase::queue), after);
    // Found dead before the request was begun: that was no attempt, and the next connection may live.
    if (lease(op, moment, after)) return;
    op.state = State::waiting;
    pool_.wait_first(op);
    schedule(op, op.deadline);
    open_wanted(moment, after);
}

} // namespace clerk::detail
