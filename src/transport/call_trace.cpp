#include "transport/call_trace.hpp"

#include "common/if_memory_allows.hpp"
#include "common/redacted.hpp"
#include "transport/call_base.hpp"
#include "transport/call_errors.hpp"

#include <atomic>

namespace clerk::detail {

namespace {

/// Returns the method, which is the first word of an operation's name.
std::string_view method_of(std::string_view operation) noexcept
{
    constexpr std::string_view usual = "POST"; // compared faster than a space is found
    return operation.starts_with(usual) ? usual : operation.substr(0, operation.find(' '));
}

} // namespace

std::uint64_t next_event_id() noexcept
{
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

template <class Event>
void CallTrace::identify(Event& event, CallBase const& call) const noexcept
{
    event.call_id = id_;
    event.operation = call.traits.name;
    event.method = method_;
    event.correlation = correlation_;
}

void CallTrace::emit_start(CallBase const& call) noexcept
{
    method_ = method_of(call.traits.name);
    CallStart event;
    identify(event, call);
    event.max_attempts = call.traits.max_attempts;
    observation_.observer->on_call_start(event);
}

bool CallTrace::record(Record&& event) noexcept
{
    if_memory_allows([&] { recorded_.push_back(std::move(event)); });
    return !std::exchange(emitting_, true);
}

void CallTrace::add_connection(AttemptEnd& event, PooledConnection const& connection, bool reused) const noexcept
{
    event.connection_id = connection.trace->id;
    event.reused = reused;
    event.resumed = connection.trace->resumed;
    event.peer_ip = connection.trace->peer_ip;
    event.tls_version = connection.trace->tls_version;
}

void CallTrace::emit(CallBase const& call, Record const& record) noexcept
{
    if (record.hold)
    {
        Hold event;
        identify(event, call);
        event.duration = record.duration;
        return observation_.observer->on_hold(event);
    }
    AttemptEnd event;
    identify(event, call);
    event.attempt = record.attempt;
    event.max_attempts = call.traits.max_attempts;
    event.status = record.status;
    event.duration = record.duration;
    event.queue_time = record.queue_time;
    event.time_to_first_byte = record.time_to_first_byte;
    event.request_bytes = record.request_bytes;
    event.response_bytes = record.response_bytes;
    event.server_address = observation_.server_address;
    event.server_port = observation_.server_port;
    event.will_retry_in = record.will_retry_in;
    if (record.connection) add_connection(event, *record.connection, record.reused);
    if (record.error)
    {
        event.error = &*record.error;
        event.trace_id = record.error->trace_id;
    }
    observation_.observer->on_attempt_end(event);
}

void CallTrace::emit_success(CallBase const& call, PooledConnection const& connection, bool reused) noexcept
{
    AttemptEnd event;
    identify(event, call);
    event.attempt = call.attempts;
    event.max_attempts = call.traits.max_attempts;
    event.status = status;
    event.duration = ended_ - call.attempted;
    event.queue_time = queue_time;
    event.time_to_first_byte = first_byte - call.attempted;
    event.request_bytes = request_bytes;
    event.response_bytes = response_bytes;
    event.server_address = observation_.server_address;
    event.server_port = observation_.server_port;
    add_connection(event, connection, reused);
    observation_.observer->on_attempt_end(event);
}

void CallTrace::emit_end(CallBase const& call, ClerkError const* error) noexcept
{
    if (std::exchange(end_emitted_, true)) return;
    CallEnd event;
    identify(event, call);
    event.attempt = call.attempts;
    event.max_attempts = call.traits.max_attempts;
    event.status = status;
    if (ended_ != TimePoint{}) event.duration = ended_ - call.started;
    event.queue_time = total_queue_time;
    if (error == nullptr)
        observation_.observer->on_call_end(event);
    else
        emit_failed_end(event, *error);
}

void CallTrace::emit_failed_end(CallEnd event, ClerkError const& error) const noexcept
{
    auto const copy = redacted(error);
    event.status = copy.status;
    event.error = &copy;
    event.trace_id = copy.trace_id;
    observation_.observer->on_call_end(event);
}

void CallTrace::on_destroyed(CallBase const& call) noexcept
{
    if (end_emitted_) return;
    auto const error = context_destroyed_failure(call);
    emit_end(call, &error);
}

} // namespace clerk::detail
