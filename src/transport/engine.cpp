#include "transport/engine.hpp"

#include "transport/call_errors.hpp"

#include <algorithm>

namespace clerk::detail {

namespace {

/// Queue length from which waiting calls release spare memory.
constexpr std::size_t long_queue = 1000;

} // namespace

void Engine::start(std::shared_ptr<CallBase> operation)
{
    transact([&](Actions& actions) {
        auto& op = *operation;
        op.self = std::move(operation);
        op.started = now();
        op.deadline = op.started + op.traits.timeout;
        if (lifecycle_ >= Lifecycle::draining)
            end(op, closed_failure(Phase::queue), actions);
        else
            admit(op, op.started, actions);
    });
}

void Engine::follow(std::shared_ptr<CallBase> operation, CallBase const& first, std::chrono::nanoseconds pause)
{
    transact([&](Actions& actions) {
        auto& op = *operation;
        op.self = std::move(operation);
        op.started = now();
        op.deadline = first.deadline;
        if (lifecycle_ >= Lifecycle::closed)
            end(op, closed_failure(Phase::queue), actions);
        else if (op.started + pause >= op.deadline)
            end(op, stop_failure(StopReason::deadline, op.traits, Phase::backoff), actions);
        else if (pause.count() == 0)
            admit(op, op.started, actions);
        else
        {
            op.state = State::held;
            timers_.schedule(op, op.started + pause);
        }
    });
}

void Engine::refuse(std::shared_ptr<CallBase> const& operation, ClerkError error)
{
    error.operation = operation->traits.name;
    error.max_attempts = operation->traits.max_attempts;
    operation->fail(std::move(error));
    operation->complete();
}

void Engine::admit(CallBase& op, TimePoint now, Actions& actions)
{
    if (auto const left = gate_.remaining(op.traits.rate_limit_key, now); left.count() > 0) return delay(op, now, left, actions);
    if (try_lease(op, now, actions)) return;
    if (now < proxy_refuses_until_ && !has_connection()) return end(op, proxy_refusal(), actions);
    if (!pool_.can_enqueue(now)) return end(op, pool_exhausted_failure(), actions);
    op.state = State::waiting;
    if (pool_.waiting() >= long_queue) op.shrink();
    pool_.enqueue(op);
    timers_.schedule(op, op.deadline);
    open_connections(now, actions);
}

bool Engine::try_lease(CallBase& op, TimePoint now, Actions& actions)
{
    if (pool_.idle() > 0) close_idle_after_sleep(now, actions);
    while (true)
    {
        auto const taken = pool_.take_idle(now);
        if (taken.connection == nullptr) return false;
        auto& connection = static_cast<Connection&>(*taken.connection);
        if (taken.expiry == Pool::Expiry::none)
        {
            assign(op, connection, now, actions);
            return true;
        }
        bool const idle = taken.expiry == Pool::Expiry::idle_timeout;
        retire(connection, idle ? stats_.closed.idle_timeout : stats_.closed.max_lifetime, actions);
    }
}

void Engine::assign(CallBase& op, Connection& connection, TimePoint now, Actions& actions)
{
    op.state = State::running;
    op.connection = &connection;
    op.attempted = now;
    count_attempt(op, connection);
    timers_.schedule(op, std::min(op.deadline, now + settings_.timeouts.response));
    actions.run = op.self;
    actions.run_on = connection.shared_from_this();
}

void Engine::count_attempt(CallBase& op, Connection& connection)
{
    ++stats_.attempts;
    stats_.retries += op.attempts > 0 ? 1U : 0U;
    stats_.reused += connection.served > 0 ? 1U : 0U;
    ++op.attempts;
    ++connection.served;
}

void Engine::uncount_attempt(CallBase& op, Connection& connection)
{
    --connection.served;
    --op.attempts;
    stats_.reused -= connection.served > 0 ? 1U : 0U;
    stats_.retries -= op.attempts > 0 ? 1U : 0U;
    --stats_.attempts;
}

void Engine::delay(CallBase& op, TimePoint now, Nanoseconds left, Actions& actions)
{
    if (op.traits.rate_limit == RateLimitMode::fail_fast || now + left >= op.deadline)
        return end(op, held_failure(left, op.traits.rate_limit), actions);
    op.state = State::held;
    ++stats_.holds;
    timers_.schedule(op, now + left);
}

void Engine::perform(Actions& actions)
{
    while (actions.run) start_exchange(actions);
    if (actions.trim) actions.trim->release_buffers();
    while (auto const connection = actions.open.pop()) connection->open();
    while (auto const connection = actions.close.pop()) connection->close();
    while (auto const call = actions.ended.pop()) complete(call, actions.thrown);
    while (auto const op = actions.warmed_up.pop()) op->complete();
}

void Engine::start_exchange(Actions& actions)
{
    using Start = Connection::Start;
    auto const call = std::move(actions.run);
    auto const connection = std::move(actions.run_on);
    auto const result = connection->start(*call);
    if (result == Start::started) return;
    Lock const lock{mutex_};
    auto const moment = now();
    bool const attempted = result == Start::failed;
    if (!attempted) uncount_attempt(*call, *connection);
    if (result == Start::stopped)
        serve_or_keep(*connection, moment, actions);
    else
        retire(*connection, attempted ? stats_.closed.error : stats_.closed.by_peer, actions);
    if (auto const why = call->stop_reason.load(); why != StopReason::none)
        return end(*call, stop_failure(why, call->traits, Phase::queue), actions);
    if (attempted) return attempt_failed(*call, connection->take_failure(), moment, actions);
    if (lifecycle_ >= Lifecycle::closed) return end(*call, closed_failure(Phase::queue), actions);
    // Found dead before the request was begun: that was no attempt, and the next connection may live.
    if (try_lease(*call, moment, actions)) return;
    call->state = State::waiting;
    pool_.enqueue_front(*call);
    timers_.schedule(*call, call->deadline);
    open_connections(moment, actions);
}

} // namespace clerk::detail
