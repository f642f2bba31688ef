#include "transport/call_scheduler.hpp"

#include "transport/call_errors.hpp"

#include <algorithm>
#include <utility>

namespace clerk::detail {

namespace {

/// Queue length from which waiting calls release spare memory.
constexpr std::size_t long_queue = 1000;

} // namespace

CallScheduler::CallScheduler(Settings const& settings, Dependencies dependencies, Timers& timers)
    : settings_{settings}, dependencies_{std::move(dependencies)}, timers_{timers}, pool_{settings_.pool},
      asleep_seen_{dependencies_.asleep()}
{}

void CallScheduler::start(std::shared_ptr<CallBase> call, TimePoint now, Actions& actions)
{
    auto& op = *call;
    op.self = std::move(call);
    op.started = now;
    op.deadline = now + op.traits.timeout;
    if (lifecycle_ >= Lifecycle::draining) return end(op, closed_failure(Phase::queue), now, actions);
    admit(op, now, actions);
}

void CallScheduler::follow(std::shared_ptr<CallBase> call, CallBase const& first, Nanoseconds pause, TimePoint now,
                           Actions& actions)
{
    auto& op = *call;
    op.self = std::move(call);
    op.started = now;
    op.deadline = first.deadline;
    if (lifecycle_ >= Lifecycle::closed) return end(op, closed_failure(Phase::queue), now, actions);
    if (now + pause >= op.deadline) return end(op, stop_failure(StopReason::deadline, op.traits, Phase::backoff), now, actions);
    if (pause.count() == 0) return admit(op, now, actions);
    op.state = State::held;
    timers_.schedule(op, now + pause);
}

void CallScheduler::resume(CallBase& call, TimePoint now, Actions& actions)
{
    if (lifecycle_ >= Lifecycle::closed) return end(call, closed_failure(Phase::backoff), now, actions);
    admit(call, now, actions);
}

void CallScheduler::admit(CallBase& call, TimePoint now, Actions& actions)
{
    if (auto const left = gate_.remaining(call.traits.rate_limit_key, now); left.count() > 0)
        return delay(call, now, left, actions);
    if (try_lease(call, now, actions)) return;
    if (now < proxy_refuses_until_ && !has_connection()) return end(call, proxy_refusal(), now, actions);
    if (!pool_.can_enqueue(now)) return end(call, pool_exhausted_failure(), now, actions);
    if (pool_.waiting() >= long_queue) call.shrink();
    pool_.enqueue(call);
    wait_in_queue(call, now);
    open_connections(now, actions);
}

bool CallScheduler::try_lease(CallBase& call, TimePoint now, Actions& actions)
{
    if (pool_.idle() > 0) close_idle_after_sleep(now, actions);
    while (true)
    {
        auto const taken = pool_.take_idle(now);
        if (taken.connection == nullptr) return false;
        if (taken.expiry == Pool::Expiry::none)
        {
            assign(call, *taken.connection, now, actions);
            return true;
        }
        bool const idle = taken.expiry == Pool::Expiry::idle_timeout;
        retire(*taken.connection, idle ? CloseReason::idle_timeout : CloseReason::max_lifetime, actions);
    }
}

void CallScheduler::assign(CallBase& call, PooledConnection& connection, TimePoint now, Actions& actions)
{
    call.state = State::running;
    call.connection = &connection;
    call.attempted = now;
    count_attempt(call, connection);
    timers_.schedule(call, std::min(call.deadline, now + settings_.timeouts.response));
    actions.start = call.self;
    actions.start_on = connection.shared_from_this();
}

void CallScheduler::count_attempt(CallBase& call, PooledConnection& connection)
{
    ++stats_.attempts;
    stats_.retries += call.attempts > 0 ? 1U : 0U;
    stats_.connections_reused += connection.served > 0 ? 1U : 0U;
    ++call.attempts;
    ++connection.served;
}

void CallScheduler::uncount_attempt(CallBase& call, PooledConnection& connection)
{
    --connection.served;
    --call.attempts;
    stats_.connections_reused -= connection.served > 0 ? 1U : 0U;
    stats_.retries -= call.attempts > 0 ? 1U : 0U;
    --stats_.attempts;
}

void CallScheduler::delay(CallBase& call, TimePoint now, Nanoseconds left, Actions& actions)
{
    if (call.traits.rate_limit == RateLimitMode::fail_fast || now + left >= call.deadline)
        return end(call, held_failure(left, call.traits.rate_limit), now, actions);
    call.state = State::held;
    ++stats_.rate_limit_waits;
    timers_.schedule(call, now + left);
    observe_hold(call, left, actions);
}

void CallScheduler::on_not_started(CallBase& call, PooledConnection& connection, StartResult result, ClerkError failure,
                                   TimePoint now, Actions& actions)
{
    bool const attempted = result == StartResult::failed;
    if (!attempted) uncount_attempt(call, connection);
    if (result == StartResult::stopped)
        serve_or_keep(connection, now, actions);
    else
        retire(connection, attempted ? CloseReason::error : CloseReason::by_peer, actions);
    if (auto const why = call.stop_reason.load(); why != StopReason::none)
    {
        auto error = stop_failure(why, call.traits, Phase::queue);
        return attempted ? end_attempt(call, &connection, std::move(error), now, actions)
                         : end(call, std::move(error), now, actions);
    }
    if (attempted) return attempt_failed(call, &connection, std::move(failure), now, actions);
    if (lifecycle_ >= Lifecycle::closed) return end(call, closed_failure(Phase::queue), now, actions);
    // The connection was dead before the request was started. This was no attempt, and the next connection may be alive.
    if (try_lease(call, now, actions)) return;
    pool_.enqueue_front(call);
    wait_in_queue(call, now);
    open_connections(now, actions);
}

void CallScheduler::wait_in_queue(CallBase& call, TimePoint now)
{
    call.state = State::waiting;
    call.queued = now;
    timers_.schedule(call, call.deadline);
}

void CallScheduler::leave_queue(CallBase& call, TimePoint now) noexcept
{
    auto const waited = now - call.queued;
    ++stats_.connection_waits;
    stats_.connection_wait_time += waited;
    if (auto* const trace = call.call_trace())
    {
        trace->queue_time += waited;
        trace->total_queue_time += waited;
    }
}

} // namespace clerk::detail
