#include <clerk/log_observer.hpp>

#include "common/logfmt.hpp"

#include <array>
#include <utility>

namespace clerk {

namespace {

using detail::LogfmtLine;

/// Adds the fields that identify a call.
template <class Event>
LogfmtLine begin_call_line(std::string_view name, Event const& event)
{
    LogfmtLine line{name};
    line.number("call", event.call_id).text("operation", event.operation).number("correlation", event.correlation);
    return line;
}

void add_error(LogfmtLine& line, ClerkError const* error)
{
    if (error == nullptr) return;
    line.text("kind", to_string(error->kind)).text("phase", to_string(error->phase)).text("delivery", to_string(error->delivery));
    line.text("message", error->message());
}

template <class Event>
void add_server(LogfmtLine& line, Event const& event)
{
    line.text("server", event.server_address).number("port", event.server_port);
}

std::uint64_t unsigned_of(int value) noexcept
{
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

/// Builds and writes a line. If that throws, the line is lost.
template <class Make>
void write(LogObserver::Sink const& sink, LogLevel level, Make make) noexcept
try
{
    if (sink) sink(level, make().view());
}
catch (...) // NOLINT(bugprone-empty-catch)
{}

} // namespace

std::string_view to_string(LogLevel level) noexcept
{
    constexpr std::array<std::string_view, 3> names{"debug", "warning", "error"};
    auto const index = static_cast<std::size_t>(level);
    return index < names.size() ? names[index] : "unknown";
}

LogObserver::LogObserver(Sink sink) : sink_{std::move(sink)} {}

void LogObserver::on_call_start(CallStart const& event) noexcept
{
    write(sink_, LogLevel::debug, [&] { return begin_call_line("call_start", event); });
}

void LogObserver::on_attempt_end(AttemptEnd const& event) noexcept
{
    auto const failed = event.will_retry_in ? LogLevel::warning : LogLevel::error;
    write(sink_, event.error == nullptr ? LogLevel::debug : failed, [&] {
        auto line = begin_call_line("attempt_end", event);
        line.number("attempt", unsigned_of(event.attempt)).number("max_attempts", unsigned_of(event.max_attempts));
        line.number("status", unsigned_of(event.status)).milliseconds("duration", event.duration);
        line.milliseconds("queue", event.queue_time).milliseconds("first_byte", event.time_to_first_byte);
        line.number("request_bytes", event.request_bytes).number("response_bytes", event.response_bytes);
        line.number("connection", event.connection_id).flag("reused", event.reused).flag("resumed", event.resumed);
        add_server(line, event);
        line.text("peer", event.peer_ip).text("tls", event.tls_version);
        if (event.will_retry_in) line.milliseconds("retry_in", *event.will_retry_in);
        line.text("trace", event.trace_id);
        add_error(line, event.error);
        return line;
    });
}

void LogObserver::on_call_end(CallEnd const& event) noexcept
{
    auto const level = event.error == nullptr ? LogLevel::debug : LogLevel::error;
    write(sink_, level, [&] {
        auto line = begin_call_line("call_end", event);
        line.number("attempts", unsigned_of(event.attempt)).number("max_attempts", unsigned_of(event.max_attempts));
        line.number("status", unsigned_of(event.status)).milliseconds("duration", event.duration);
        line.milliseconds("queue", event.queue_time).text("trace", event.trace_id);
        add_error(line, event.error);
        return line;
    });
}

void LogObserver::on_hold(Hold const& event) noexcept
{
    write(sink_, LogLevel::warning, [&] {
        auto line = begin_call_line("hold", event);
        line.milliseconds("duration", event.duration);
        return line;
    });
}

void LogObserver::on_connection_open(ConnectionOpen const& event) noexcept
{
    write(sink_, LogLevel::debug, [&] {
        LogfmtLine line{"connection_open"};
        line.number("connection", event.connection_id);
        add_server(line, event);
        line.text("peer", event.peer_ip).text("tls", event.tls_version).flag("resumed", event.resumed);
        line.milliseconds("duration", event.duration);
        return line;
    });
}

void LogObserver::on_connection_close(ConnectionClose const& event) noexcept
{
    write(sink_, LogLevel::debug, [&] {
        LogfmtLine line{"connection_close"};
        line.number("connection", event.connection_id);
        add_server(line, event);
        line.text("reason", to_string(event.reason)).number("requests", event.requests);
        line.milliseconds("duration", event.duration);
        return line;
    });
}

} // namespace clerk
