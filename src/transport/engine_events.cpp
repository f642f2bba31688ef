#include "transport/engine.hpp"

#include "common/make_error.hpp"

#include <array>
#include <new>
#include <utility>

namespace clerk::detail {

namespace {

/// Number of expired timer entries that are processed before the mutex is released.
constexpr std::size_t batch_size = 32;

/// Fails a call whose response cannot be stored, because no other event would end it.
std::optional<ClerkError> decode(CallBase& call, Response const& response)
try
{
    return call.on_response(response);
}
catch (std::bad_alloc const&)
{
    bool const refused = response.status >= 400 && response.status <= 499;
    auto error = out_of_memory(ErrorKind::decode, Phase::decode, refused ? Delivery::rejected : Delivery::unknown);
    error.status = response.status;
    return error;
}

} // namespace

void Engine::on_connected(Connection& connection)
{
    transact([&](Actions& actions) { scheduler_.on_connected(connection, connection.resumed(), now(), actions); });
}

void Engine::on_connect_failed(Connection& connection, ClerkError failure)
{
    transact([&](Actions& actions) { scheduler_.on_connect_failed(connection, failure, now(), actions); });
}

void Engine::on_response(Connection& connection, Exchange& exchange)
{
    auto& call = static_cast<CallBase&>(exchange);
    auto const keep_alive = call.self; // while it processes its response
    auto const& response = connection.response();
    auto error = decode(call, response);
    auto* const trace = call.call_trace();
    if (trace != nullptr) trace->status = response.status;
    bool const reused = connection.served > 1;
    connection.discard_body();
    bool completes = false;
    transact([&](Actions& actions) {
        ResponseFacts const facts{
            .status = response.status, .reusable = connection.reusable(), .keep_alive_timeout = response.keep_alive_timeout};
        completes = scheduler_.on_response(call, connection, facts, error ? &*error : nullptr, now(), actions);
    });
    if (!completes) return;
    if (trace != nullptr) trace->emit_success(call, connection, reused);
    if (!call.complete_here()) deliver(keep_alive);
}

void Engine::on_exchange_failed(Connection& connection, Exchange& exchange, ClerkError failure)
{
    transact([&](Actions& actions) {
        scheduler_.on_exchange_failed(static_cast<CallBase&>(exchange), connection, std::move(failure), now(), actions);
    });
}

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
    std::array<std::shared_ptr<PooledConnection>, batch_size> connections;
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
                connections[count] = static_cast<PooledConnection&>(*entry).shared_from_this();
                break;
            case TimerEntry::Kind::connects:
                scheduler_.open_connections(moment, actions);
                break;
            case TimerEntry::Kind::lifecycle:
                if (auto& op = static_cast<LifecycleOp&>(*entry); op.undelivered)
                    actions.completed.push(std::move(op.undelivered));
                else
                    grace_is_over = true;
                break;
            }
        }
        if (count < batch_size) timers_.arm();
    });
    for (auto const& connection : connections)
        if (connection) static_cast<Connection&>(*connection).on_timer();
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
        else
            scheduler_.resume(*call, moment, actions);
    };
    transact(step, &thrown);
    if (undelivered) complete(call, &thrown);
    if (stop_reason != StopReason::none) stop(call, stop_reason, &thrown);
}

} // namespace clerk::detail
