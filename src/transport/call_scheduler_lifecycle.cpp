#include "transport/call_scheduler.hpp"

#include "common/make_error.hpp"
#include "transport/call_errors.hpp"

#include <algorithm>
#include <utility>

namespace clerk::detail {

std::shared_ptr<CallBase> CallScheduler::next_to_stop(Actions& actions) noexcept
{
    while (auto* const entry = timers_.pop_any())
    {
        if (entry->kind() == TimerEntry::Kind::lifecycle)
        {
            auto& op = static_cast<LifecycleOp&>(*entry);
            if (op.undelivered) actions.completed.push(std::move(op.undelivered));
        }
        if (entry->kind() != TimerEntry::Kind::call) continue;
        auto& call = static_cast<CallBase&>(*entry);
        if (call.state != State::undelivered) return call.self;
        actions.ended.push(std::move(call.self));
    }
    return nullptr;
}

void CallScheduler::close_connections(Actions& actions)
{
    retire_all(actions);
    actions.cancel_lookup = true;
    complete_warm_ups(actions);
}

void CallScheduler::on_idle(Actions& actions)
{
    timers_.cancel(connect_backoff_);
    if (lifecycle_ >= Lifecycle::draining) return close_connections(actions);
    if (!warm_ups_.empty()) return;
    while (auto* const connection = pool_.oldest_connecting()) retire(*connection, CloseReason::client, actions);
    actions.cancel_lookup = true;
}

void CallScheduler::warm_up(std::shared_ptr<PendingWarmUp> warm_up, std::size_t connections, Actions& actions)
{
    auto const wanted = std::min(connections, pool_.open() + pool_.capacity_left());
    warm_up->awaited.reserve(std::max(wanted, pool_.open()));
    warm_ups_.reserve(warm_ups_.size() + 1);
    while (lifecycle_ == Lifecycle::open && pool_.open() < wanted)
        if (!open_connection(actions))
        {
            warm_up->outcome = std::unexpected{out_of_memory(ErrorKind::transport, Phase::connect, Delivery::not_sent)};
            break;
        }
    for (auto const& connection : pool_.connections())
        if (connection->status() == Pool::Status::connecting) warm_up->awaited.push_back(connection.get());
    warm_ups_.push_back(std::move(warm_up));
    complete_warm_ups(actions);
}

bool CallScheduler::cancel(PendingWarmUp const& warm_up)
{
    return std::erase_if(warm_ups_, [&](auto const& other) { return other.get() == &warm_up; }) > 0;
}

// A warm-up waits only for the connection attempts that were pending when it started. Later ones could delay it indefinitely.
void CallScheduler::update_warm_ups(PooledConnection const& done, ClerkError const* failure, Actions& actions)
{
    for (auto const& warm_up : warm_ups_)
    {
        if (std::erase(warm_up->awaited, &done) == 0 || failure == nullptr) continue;
        warm_up->outcome = std::unexpected{copy_if_memory_allows(*failure)};
    }
    complete_warm_ups(actions);
}

void CallScheduler::complete_warm_ups(Actions& actions)
{
    std::erase_if(warm_ups_, [&](std::shared_ptr<PendingWarmUp>& warm_up) {
        bool const ending = lifecycle_ >= Lifecycle::draining;
        if (!ending && !warm_up->awaited.empty()) return false;
        if (ending)
            warm_up->outcome = std::unexpected{closed_failure(Phase::connect)};
        else if (auto const open = pool_.open() - pool_.connecting(); open > 0 || warm_up->outcome)
            warm_up->outcome = open;
        actions.completed.push(warm_up);
        return true;
    });
}

void CallScheduler::on_forked(TimePoint now, Actions& actions)
{
    while (auto const call = next_to_stop(actions))
    {
        bool const running = call->state == State::running;
        if (call->state == State::waiting)
        {
            pool_.dequeue(*call);
            leave_queue(*call, now);
        }
        if (running)
            end_attempt(*call, call->connection, forked_failure(), now, actions);
        else
            end(*call, forked_failure(), now, actions);
    }
    retire_all(actions);
    for (auto& warm_up : std::exchange(warm_ups_, {}))
    {
        warm_up->outcome = std::unexpected{forked_failure()};
        actions.completed.push(std::move(warm_up));
    }
    actions.cancel_lookup = true;
}

void CallScheduler::on_context_destroyed(TimePoint now, Actions& actions)
{
    lifecycle_ = Lifecycle::context_destroyed;
    while (auto call = next_to_stop(actions))
    {
        if (call->state == State::waiting) pool_.dequeue(*call);
        if (call->state == State::running)
            observe_attempt(*call, call->connection, context_destroyed_failure(*call), now, {}, actions);
        call->state = State::ended;
        call->self.reset();
        actions.ended.push(std::move(call));
    }
    for (auto& warm_up : std::exchange(warm_ups_, {})) actions.completed.push(std::move(warm_up));
    retire_all(actions);
}

ClientStats CallScheduler::stats() const noexcept
{
    auto stats = stats_;
    stats.connections_open = pool_.open();
    stats.connections_idle = pool_.idle();
    stats.connections_leased = pool_.leased();
    stats.calls_waiting = pool_.waiting();

    // The deprecated names.
    stats.open = stats.connections_open;
    stats.idle = stats.connections_idle;
    stats.leased = stats.connections_leased;
    stats.waiting = stats.calls_waiting;
    stats.created = stats.connections_created;
    stats.reused = stats.connections_reused;
    stats.resumed = stats.tls_sessions_resumed;
    stats.holds = stats.rate_limit_waits;
    stats.closed = stats.connections_closed;
    stats.waited = stats.connection_waits;
    stats.wait_time = stats.connection_wait_time;
    stats.failed = stats.calls_failed;
    return stats;
}

} // namespace clerk::detail
