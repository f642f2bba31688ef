#include "transport/engine.hpp"

#include <utility>

namespace clerk::detail {

void Engine::emit_events(Actions& actions, std::exception_ptr* thrown)
{
    if (actions.opened) emit_open(*std::exchange(actions.opened, nullptr));
    while (auto const call = std::move(actions.observed))
    {
        actions.observed = std::move(call->call_trace()->next);
        emit_events(*call, thrown);
    }
}

// The call cannot continue to be observed by two threads: see `CallTrace`.
void Engine::emit_events(CallBase& call, std::exception_ptr* thrown)
{
    auto& trace = *call.call_trace();
    trace.emit_first(call);
    bool ended = false;
    std::vector<CallTrace::Record> recorded;
    do {
        for (auto const& record : recorded) trace.emit(call, record);
        Lock const lock{mutex_};
        recorded = trace.take_recorded();
        ended = trace.end_pending();
    } while (!recorded.empty());
    if (ended) complete(call.shared_from_this(), thrown);
}

void Engine::emit_open(PooledConnection& connection)
{
    auto& trace = *connection.trace;
    ConnectionOpen event;
    event.connection_id = trace.id;
    event.server_address = observation_->server_address;
    event.server_port = observation_->server_port;
    event.peer_ip = trace.peer_ip;
    event.tls_version = trace.tls_version;
    event.resumed = trace.resumed;
    event.duration = trace.opened - trace.started;
    observation_->observer->on_connection_open(event);
    {
        Lock const lock{mutex_};
        bool const closed = trace.state == ConnectionTrace::State::closed_too_soon;
        trace.state = closed ? ConnectionTrace::State::closed : ConnectionTrace::State::open;
        if (!closed) return;
    }
    emit_close(connection);
}

void Engine::emit_close(PooledConnection const& connection) const noexcept
{
    auto const& trace = *connection.trace;
    if (trace.state != ConnectionTrace::State::closed) return;
    ConnectionClose event;
    event.connection_id = trace.id;
    event.server_address = observation_->server_address;
    event.server_port = observation_->server_port;
    event.reason = trace.reason;
    event.requests = connection.served;
    event.duration = now() - trace.opened;
    observation_->observer->on_connection_close(event);
}

} // namespace clerk::detail
