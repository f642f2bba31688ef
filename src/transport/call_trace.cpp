#include "transport/call_trace.hpp"

#include "common/api_code_text.hpp"
#include "common/if_memory_allows.hpp"
#include "common/redacted.hpp"
#include "transport/call_base.hpp"
#include "transport/call_errors.hpp"

#include <atomic>
#include <utility>

namespace clerk::detail {

namespace {

std::string_view method_of(std::string_view operation) noexcept
{
    return operation.substr(0, operation.find(' '));
}

} // namespace

std::uint64_t next_event_id() noexcept
{
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

CallTrace::CallTrace(std::shared_ptr<Observation const> observation, std::uint64_t correlation) noexcept
    : observation_{std::move(observation)}, id_{next_event_id()}, correlation_{correlation}
{}

template <class Event>
Event CallTrace::make_event(CallBase const& call) const noexcept
{
    Event event;
    event.call_id = id_;
    event.operation = call.traits.name;
    event.method = method_of(call.traits.name);
    event.correlation = correlation_;
    return event;
}

void CallTrace::on_start(CallBase const& call) noexcept
{
    auto event = make_event<CallStart>(call);
    event.max_attempts = call.traits.max_attempts;
    observation_->observer->on_call_start(event);
}

bool CallTrace::record(Record&& event) noexcept
{
    if (!std::exchange(emitting_, true))
    {
        first_ = std::move(event);
        return true;
    }
    if_memory_allows([&] { recorded_.push_back(std::move(event)); });
    return false;
}

bool CallTrace::end(TimePoint now) noexcept
{
    ended_ = now;
    end_pending_ = emitting_;
    return !emitting_;
}

std::vector<CallTrace::Record> CallTrace::take_recorded() noexcept
{
    emitting_ = !recorded_.empty();
    return std::exchange(recorded_, {});
}

void CallTrace::emit_first(CallBase const& call) noexcept
{
    auto const event = std::exchange(first_, {});
    emit(call, event);
}

void CallTrace::emit(CallBase const& call, Record const& record) noexcept
{
    if (record.hold)
    {
        auto event = make_event<Hold>(call);
        event.duration = record.duration;
        return observation_->observer->on_hold(event);
    }
    auto event = make_event<AttemptEnd>(call);
    event.attempt = record.attempt;
    event.max_attempts = call.traits.max_attempts;
    event.status = record.status;
    event.error = record.error ? &*record.error : nullptr;
    event.duration = record.duration;
    event.queue_time = record.queue_time;
    event.time_to_first_byte = record.time_to_first_byte;
    event.request_bytes = record.request_bytes;
    event.response_bytes = record.response_bytes;
    event.server_address = observation_->server_address;
    event.server_port = observation_->server_port;
    event.will_retry_in = record.will_retry_in;
    event.trace_id = record.error ? std::string_view{record.error->trace_id} : trace_id();
    if (record.connection)
    {
        auto const& connection = *record.connection->trace;
        event.connection_id = connection.id;
        event.reused = record.reused;
        event.resumed = connection.resumed;
        event.peer_ip = connection.peer_ip;
        event.tls_version = connection.tls_version;
    }
    observation_->observer->on_attempt_end(event);
}

void CallTrace::on_end(CallBase const& call, ClerkError const* error) noexcept
{
    if (std::exchange(end_emitted_, true)) return;
    auto event = make_event<CallEnd>(call);
    std::optional<ClerkError> const copy = error == nullptr ? std::nullopt : std::optional{redacted(*error)};
    event.attempt = call.attempts;
    event.max_attempts = call.traits.max_attempts;
    event.status = copy ? copy->status : status;
    event.error = copy ? &*copy : nullptr;
    if (ended_ != TimePoint{}) event.duration = ended_ - call.started;
    event.queue_time = total_queue_time;
    event.trace_id = copy ? std::string_view{copy->trace_id} : trace_id();
    observation_->observer->on_call_end(event);
}

void CallTrace::on_abandoned(CallBase const& call) noexcept
{
    if (end_emitted_) return;
    auto const error = context_destroyed_failure(call);
    on_end(call, &error);
}

void CallTrace::on_response(Response const& response) noexcept
{
    status = response.status;
    std::string_view const id = response.clerk_trace_id.empty() ? response.cf_ray : response.clerk_trace_id;
    trace_id_size_ = is_printable_trace_id(id) && id.size() <= trace_id_.size() ? id.size() : 0;
    id.substr(0, trace_id_size_).copy(trace_id_.data(), trace_id_.size());
}

} // namespace clerk::detail
