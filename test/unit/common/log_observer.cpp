#include "common/redacted.hpp"

#include <clerk/log_observer.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using clerk::LogLevel;
using clerk::LogObserver;

BOOST_AUTO_TEST_SUITE(log_observer)

namespace {

using Line = std::pair<LogLevel, std::string>;

/// Returns the line of one event.
template <class Event>
Line line_of(void (LogObserver::*on)(Event const&) noexcept, Event const& event)
{
    std::vector<Line> lines;
    LogObserver observer{[&](LogLevel level, std::string_view line) { lines.emplace_back(level, line); }};
    (observer.*on)(event);
    BOOST_TEST_REQUIRE(lines.size() == 1U);
    return lines[0];
}

void check(Line const& line, LogLevel level, std::string_view text)
{
    BOOST_TEST(to_string(line.first) == to_string(level));
    BOOST_TEST(line.second == text);
}

clerk::ClerkError reset()
{
    clerk::ClerkError error;
    error.kind = clerk::ErrorKind::transport;
    error.phase = clerk::Phase::read;
    error.delivery = clerk::Delivery::unknown;
    error.detail = "the connection \"failed\"";
    return error;
}

clerk::AttemptEnd attempt()
{
    clerk::AttemptEnd event;
    event.call_id = 7;
    event.operation = "POST /v1/invitations";
    event.attempt = 1;
    event.max_attempts = 3;
    event.duration = 12'345'678ns;
    event.queue_time = 2ms;
    event.request_bytes = 400;
    event.connection_id = 8;
    event.server_address = "api.clerk.com";
    event.server_port = 443;
    event.peer_ip = "2001:db8::1";
    event.tls_version = "TLSv1.3";
    return event;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_event_is_one_line)
{
    clerk::CallStart start;
    start.call_id = 7;
    start.operation = "POST /v1/invitations";
    start.correlation = 42;
    check(line_of(&LogObserver::on_call_start, start), LogLevel::debug,
          R"(event=call_start call=7 operation="POST /v1/invitations" correlation=42)");

    auto success = attempt();
    success.status = 200;
    success.reused = true;
    success.resumed = true;
    success.time_to_first_byte = 10ms;
    success.response_bytes = 900;
    success.trace_id = "trace-1";
    check(line_of(&LogObserver::on_attempt_end, success), LogLevel::debug,
          R"(event=attempt_end call=7 operation="POST /v1/invitations" attempt=1 max_attempts=3 status=200 duration=12.346 )"
          R"(queue=2 first_byte=10 request_bytes=400 response_bytes=900 connection=8 reused=true resumed=true )"
          R"(server=api.clerk.com port=443 peer=2001:db8::1 tls=TLSv1.3 trace=trace-1)");

    auto const error = reset();
    auto retried = attempt();
    retried.error = &error;
    retried.will_retry_in = 150ms;
    std::string const failure = R"( kind=transport phase=read delivery=unknown message="the connection \"failed\"; while )"
                                R"(reading the response; it may have taken effect")";
    check(line_of(&LogObserver::on_attempt_end, retried), LogLevel::warning,
          R"(event=attempt_end call=7 operation="POST /v1/invitations" attempt=1 max_attempts=3 duration=12.346 queue=2 )"
          R"(first_byte=0 request_bytes=400 connection=8 server=api.clerk.com port=443 peer=2001:db8::1 tls=TLSv1.3 )"
          R"(retry_in=150)" +
              failure);
    retried.will_retry_in.reset();
    BOOST_TEST(to_string(line_of(&LogObserver::on_attempt_end, retried).first) == "error");

    clerk::CallEnd end;
    end.call_id = 7;
    end.operation = "GET /v1/invitations";
    end.attempt = 1;
    end.max_attempts = 3;
    end.status = 200;
    end.duration = 20ms;
    check(line_of(&LogObserver::on_call_end, end), LogLevel::debug,
          R"(event=call_end call=7 operation="GET /v1/invitations" attempts=1 max_attempts=3 status=200 duration=20 queue=0)");
    end.error = &error;
    end.status = 0;
    check(line_of(&LogObserver::on_call_end, end), LogLevel::error,
          R"(event=call_end call=7 operation="GET /v1/invitations" attempts=1 max_attempts=3 duration=20 queue=0)" + failure);

    clerk::Hold hold;
    hold.call_id = 9;
    hold.operation = "GET /v1/invitations";
    hold.duration = 1s;
    check(line_of(&LogObserver::on_hold, hold), LogLevel::warning,
          R"(event=hold call=9 operation="GET /v1/invitations" duration=1000)");

    clerk::ConnectionOpen open;
    open.connection_id = 3;
    open.server_address = "api.clerk.com";
    open.server_port = 443;
    open.peer_ip = "192.0.2.1";
    open.tls_version = "TLSv1.2";
    open.duration = 1500us;
    check(line_of(&LogObserver::on_connection_open, open), LogLevel::debug,
          "event=connection_open connection=3 server=api.clerk.com port=443 peer=192.0.2.1 tls=TLSv1.2 duration=1.5");

    clerk::ConnectionClose close;
    close.connection_id = 3;
    close.server_address = "api.clerk.com";
    close.server_port = 443;
    close.reason = clerk::CloseReason::by_peer;
    close.requests = 4;
    close.duration = 2s;
    check(line_of(&LogObserver::on_connection_close, close), LogLevel::debug,
          "event=connection_close connection=3 server=api.clerk.com port=443 reason=by_peer requests=4 duration=2000");
}

BOOST_AUTO_TEST_CASE(values_are_escaped)
{
    clerk::Hold hold;
    hold.call_id = 1;
    hold.operation = "a\nb\\c\"d=e\x01\xc3";
    check(line_of(&LogObserver::on_hold, hold), LogLevel::warning,
          R"(event=hold call=1 operation="a\nb\\c\"d=e\x01\xc3" duration=0)");
}

BOOST_AUTO_TEST_CASE(a_sink_that_throws_loses_the_line)
{
    LogObserver observer{[](LogLevel, std::string_view) { throw std::runtime_error{"full"}; }};
    observer.on_call_start({});
    LogObserver{nullptr}.on_call_start({});
}

BOOST_AUTO_TEST_CASE(errors_are_redacted)
{
    clerk::ClerkError error;
    error.kind = clerk::ErrorKind::api;
    error.status = 422;
    error.trace_id = "trace_1";
    error.body_excerpt = "secret@example.com";
    error.operation = "POST /v1/invitations";
    error.errors = {{"form_param_format_invalid",
                     "secret@example.com is invalid",
                     "secret@example.com must be valid",
                     {{"param_name", "email_address"}, {"email_addresses", {"secret@example.com"}}}},
                    {"secret@example.com", "", "", {{"param_name", "secret@example.com"}}}};
    auto const redacted = clerk::detail::redacted(error);
    BOOST_TEST(redacted.message() == error.message());
    BOOST_TEST(redacted.status == 422);
    BOOST_TEST(redacted.body_excerpt.empty());
    BOOST_TEST_REQUIRE(redacted.errors.size() == 2U);
    BOOST_TEST(redacted.errors[0].code == "form_param_format_invalid");
    BOOST_TEST(redacted.errors[0].message.empty());
    BOOST_TEST(redacted.errors[0].long_message.empty());
    BOOST_TEST((redacted.errors[0].meta == boost::json::object{{"param_name", "email_address"}}));
    BOOST_TEST(redacted.errors[1].code.empty());
    BOOST_TEST(redacted.errors[1].meta.empty());
}

BOOST_AUTO_TEST_SUITE_END()
