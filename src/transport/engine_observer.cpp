#include "transport/engine.hpp"

#include <utility>

namespace clerk::detail {

void Engine::emit_events(Actions& actions, std::exception_ptr* thrown)
{
    if (actions.opened != nullptr)
    {
        auto const connection = std::move(actions.opened->trace->self);
        emit_open(*std::exchange(actions.opened, nullptr));
    }
    while (actions.observed != nullptr)
    {
        auto const call = std::move(actions.observed->call_trace()->self);
        actions.observed = call->call_trace()->next;
        emit_events(*call, thrown);
    }
}

void Engine::emit_events(CallBase& call, std::exception_ptr* thrown)
{
    auto& trace = *call.call_trace();
    while (true)
    {
        std::vector<CallTrace::Record> recorded;
        bool ended = false;
        {
            Lock const lock{mutex_};
            recorded = trace.take_recorded();
            ended = trace.end_pending();
        }
        for (auto const& record : recorded) trace.emit(call, record);
        if (!recorded.empty()) continue;
        if (ended) complete(call.shared_from_this(), thrown);
        return;
    }
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
        if (trace.state == ConnectionTrace::State::opening)
        {
            trace.state = ConnectionTrace::State::open;
            return;
        }
    }
    emit_close(connection);
}

void Engine::emit_close(PooledConnection const& connection) const noexcept
{
    auto const& trace = *connection.trace;
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
