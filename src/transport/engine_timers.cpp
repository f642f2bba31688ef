#include "transport/engine.hpp"

#include "transport/call_errors.hpp"

#include <algorithm>
#include <array>

namespace clerk::detail {

namespace {

/// Number of expired entries that are processed before the mutex is released.
constexpr std::size_t batch_size = 32;

} // namespace

void Engine::schedule(Connection& connection, TimePoint when)
{
    Lock const lock{mutex_};
    if (connection.status() == Pool::Status::connecting) timers_.schedule(connection, when);
}

void Engine::on_timer()
{
    std::exception_ptr thrown;
    while (process_expired(thrown))
    {}
    if (thrown) std::rethrow_exception(thrown);
}

// Connections and calls are notified after the release of the mutex. Returns whether more entries may be due.
bool Engine::process_expired(std::exception_ptr& thrown)
{
    std::array<std::shared_ptr<CallBase>, batch_size> calls;
    std::array<std::shared_ptr<Connection>, batch_size> connections;
    std::size_t count = 0;
    bool grace_is_over = false;
    TimePoint moment;
    transact([&](Actions& actions) {
        timers_.on_expiry();
        moment = now();
        for (; count < batch_size; ++count)
        {
            auto* const entry = timers_.pop_due(moment);
            if (entry == nullptr) break;
            switch (entry->kind())
            {
            case TimerEntry::Kind::call:
                calls[count] = static_cast<CallBase&>(*entry).self;
                break;
            case TimerEntry::Kind::connection:
                connections[count] = static_cast<Connection&>(*entry).shared_from_this();
                break;
            case TimerEntry::Kind::connects:
                open_connections(moment, actions);
                break;
            case TimerEntry::Kind::grace:
                grace_is_over = true;
                break;
            }
        }
        if (count < batch_size) timers_.arm();
    });
    for (auto const& connection : connections)
        if (connection) connection->on_timer();
    for (auto const& call : calls)
        if (call) on_call_timer(call, moment, thrown);
    if (grace_is_over) close();
    return count == batch_size;
}

void Engine::on_call_timer(std::shared_ptr<CallBase> const& call, TimePoint moment, std::exception_ptr& thrown)
{
    bool undelivered = false;
    auto stop_reason = StopReason::none;
    auto const step = [&](Actions& actions) {
        if (call->scheduled()) return; // it has continued meanwhile
        undelivered = call->state == State::undelivered;
        if (undelivered)
            call->self.reset();
        else if (moment >= call->deadline)
            stop_reason = StopReason::deadline;
        else if (call->state != State::held)
            stop_reason = StopReason::attempt_timeout;
        else if (lifecycle_ >= Lifecycle::closed)
            end(*call, closed_failure(Phase::backoff), actions);
        else
            admit(*call, moment, actions);
    };
    transact(step, &thrown);
    if (undelivered) complete(call, &thrown);
    if (stop_reason != StopReason::none) stop(call, stop_reason, &thrown);
}

} // namespace clerk::detail
