#include "common/if_memory_allows.hpp"
#include "common/redacted.hpp"
#include "transport/call_scheduler.hpp"

#include <utility>

namespace clerk::detail {

namespace {

void push(CallBase& call, Actions& actions) noexcept
{
    call.call_trace()->self = call.shared_from_this();
    call.call_trace()->next = actions.observed;
    actions.observed = &call;
}

void add_exchange(CallTrace::Record& record, CallBase const& call, PooledConnection const& connection)
{
    auto const& trace = *call.call_trace();
    record.connection = connection.shared_from_this();
    record.reused = connection.served > 1;
    record.request_bytes = trace.request_bytes;
    record.response_bytes = trace.response_bytes;
    if (trace.response_bytes > 0) record.time_to_first_byte = trace.first_byte - call.attempted;
}

} // namespace

bool CallScheduler::record_attempt(CallBase& call, PooledConnection* connection, ClerkError const* error, TimePoint now,
                                   std::optional<Nanoseconds> retry_in) noexcept
{
    auto& trace = *call.call_trace();
    CallTrace::Record record;
    record.attempt = call.attempts;
    record.queue_time = std::exchange(trace.queue_time, {});
    record.will_retry_in = retry_in;
    record.duration = now - (connection == nullptr ? call.queued : call.attempted);
    if (connection != nullptr) add_exchange(record, call, *connection);
    if (error != nullptr)
    {
        trace.status = error->status;
        record.error = redacted(*error);
        if_memory_allows([&] { record.error->operation = call.traits.name; });
        record.error->attempts = call.attempts;
        record.error->max_attempts = call.traits.max_attempts;
    }
    record.status = trace.status;
    return trace.record(std::move(record));
}

void CallScheduler::observe_attempt(CallBase& call, PooledConnection* connection, ClerkError const& error, TimePoint now,
                                    std::optional<Nanoseconds> retry_in, Actions& actions) noexcept
{
    if (call.trace != nullptr && record_attempt(call, connection, &error, now, retry_in)) push(call, actions);
}

void CallScheduler::observe_hold(CallBase& call, Nanoseconds left, Actions& actions) noexcept
{
    if (call.trace == nullptr) return;
    CallTrace::Record record;
    record.hold = true;
    record.duration = left;
    if (call.call_trace()->record(std::move(record))) push(call, actions);
}

void CallScheduler::observe_open(PooledConnection& connection, TimePoint now, Actions& actions) noexcept
{
    if (!connection.trace) return;
    connection.trace->state = ConnectionTrace::State::opening;
    connection.trace->opened = now;
    connection.trace->self = connection.shared_from_this();
    actions.opened = &connection;
}

void CallScheduler::observe_close(PooledConnection& connection, CloseReason reason) noexcept
{
    if (!connection.trace || connection.trace->state == ConnectionTrace::State::connecting) return;
    connection.trace->reason = reason;
    connection.trace->closer_emits = connection.trace->state == ConnectionTrace::State::open;
    connection.trace->state = ConnectionTrace::State::closed;
}

} // namespace clerk::detail
