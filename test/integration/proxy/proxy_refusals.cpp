#include "support/addresses.hpp"
#include "support/full_listener.hpp"
#include "support/injected_rig.hpp"
#include "support/manual_clock.hpp"
#include "support/proxied.hpp"

#include <deque>
#include <tuple>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// A proxy that opens no tunnel. The error names the reason, and the request was not sent.
BOOST_AUTO_TEST_SUITE(proxy_refusals)

namespace {

Script const answers{step::expect_request(), step::send(created("ok"))};

/// Error texts never contain these.
void check_silent(clerk::ClerkError const& error)
{
    for (auto const* const secret :
         {"hunter2", "dXNlcjpodW50ZXIyIQ==", "sk_test", "a@example.com", "api.clerk.test", "secret words"})
        for (auto const& text : {error.message(), error.detail, error.body_excerpt})
            BOOST_TEST(text.find(secret) == std::string::npos, secret);
}

/// Checks that both attempts of a call through this proxy fail, with the reason.
void check_refused(Script const& script, std::string const& why, clerk::LimitOptions const& limits = {})
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{script}, Proxied::plain()};
    auto options = proxied.client_options(proxy);
    options.retry.max_attempts = 2;
    options.limits = limits;
    Rig rig{options};
    auto const result = rig.create();
    check_error(result, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
    BOOST_TEST(result.error().detail == why);
    BOOST_TEST(result.error().attempts == 2);
    BOOST_TEST(result.error().not_retried == clerk::NotRetried::no_attempts_left);
    check_silent(result.error());
    BOOST_TEST(proxy.seen().accepted == 2U);
    BOOST_TEST(proxied.origin.seen().accepted == 0U);
    BOOST_TEST(rig.client.stats().connections_closed.connect == 2U);
    BOOST_TEST(rig.client.stats().connections_created == 0U);
    BOOST_TEST(proxy.wait_for_closed(2));
}

Script says(std::string const& text)
{
    return {step::expect_request(), step::send(text), step::stall()};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_status_other_than_2xx)
{
    for (int const status : {302, 400, 429, 500, 502, 503})
        check_refused(says("HTTP/1.1 " + std::to_string(status) +
                           " secret words\r\nRetry-After: 3600\r\nLocation: https://secret words\r\nContent-Length: 12\r\n\r\n"
                           "secret words"),
                      "the proxy refused the connection: status " + std::to_string(status));
}

BOOST_AUTO_TEST_CASE(refused_credentials_and_hosts_are_not_retried)
{
    std::string const unauthorized =
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"secret words\"\r\n"
        "Proxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n";
    for (auto const& [answer, status, why] :
         {std::tuple{unauthorized, 407, "the proxy requires other credentials (status 407)"},
          std::tuple{std::string{"HTTP/1.1 403 Forbidden\r\n\r\n"}, 403, "the proxy refused the connection: status 403"}})
    {
        Proxied proxied{{answers}};
        ScriptedPeer proxy{{says(answer), proxied.tunnel()}, Proxied::plain()};
        ManualClock clock;
        clerk::detail::ClientDependencies dependencies;
        dependencies.engine.timer = clock.factory();
        auto options = proxied.client_options(proxy);
        options.pool.max_connections = 1;
        InjectedRig rig{options, dependencies};
        std::deque<Rig::Call> calls(3);
        for (auto& call : calls) rig.begin(call);
        for (auto& call : calls)
        {
            auto const& result = rig.finish(call);
            check_error(result, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
            BOOST_TEST(result.error().detail == why);
            BOOST_TEST(result.error().not_retried == clerk::NotRetried::proxy_refused);
            BOOST_TEST(result.error().cause.value() == status);
            check_silent(result.error());
        }
        Rig::Call later;
        clock.advance(29s);
        rig.begin(later);
        check_error(rig.finish(later), {ErrorKind::transport, Delivery::not_sent, Phase::connect});
        BOOST_TEST(later.result->error().attempts == 0);
        BOOST_TEST(proxy.seen().accepted == 1U);

        Rig::Call after;
        clock.advance(1s);
        rig.begin(after);
        check_created(rig.finish(after), "ok");
        BOOST_TEST(proxy.seen().accepted == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_server_without_http)
{
    check_refused(says("220 secret words ESMTP\r\n"), "invalid proxy response: no HTTP/1.x status line");
    check_refused(says("\x15\x03\x03"), "invalid proxy response: no HTTP/1.x status line");
    check_refused({step::send("SSH-2.0-secret words\r\n"), step::stall()}, "invalid proxy response: no HTTP/1.x status line");
}

BOOST_AUTO_TEST_CASE(bytes_after_the_header)
{
    check_refused(says("HTTP/1.1 200 OK\r\n\r\nsecret words"), "invalid proxy response: data after the header");
}

BOOST_AUTO_TEST_CASE(an_endless_header)
{
    clerk::LimitOptions limits;
    limits.max_header_bytes = 8 * 1024;
    check_refused({step::expect_request(), step::send("HTTP/1.1 200 OK\r\n"), step::send_repeatedly("X: secret words\r\n")},
                  "invalid proxy response: header larger than max_header_bytes", limits);
    check_refused({step::expect_request(), step::send("HTTP/1.1 200 OK\r\nX: "), step::send_repeatedly("secret words")},
                  "invalid proxy response: header larger than max_header_bytes", limits);
}

BOOST_AUTO_TEST_CASE(a_close_instead_of_a_response)
{
    check_refused({step::expect_request(), step::fin()}, "the proxy closed the connection before its response");
    check_refused({step::expect_request(), step::send("HTTP/1.1 200"), step::fin()},
                  "the proxy closed the connection during its response");
    check_refused({step::expect_request(), step::reset()}, "the connection to the proxy failed before its response");
}

BOOST_AUTO_TEST_CASE(no_server_at_the_address)
{
    Proxied proxied{{answers}};
    RefusingPort const refusing;
    auto options = proxied.origin.client_options();
    options.proxy = "http://user:hunter2!@127.0.0.1:" + std::to_string(refusing.endpoint().port());
    Rig rig{options};
    auto const result = rig.create();
    check_error(result, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
    BOOST_TEST(result.error().detail == "the connection attempt to the proxy failed");
    BOOST_TEST(result.error().attempts == 3);
    check_silent(result.error());
    BOOST_TEST(proxied.origin.seen().accepted == 0U);
}

BOOST_AUTO_TEST_CASE(silence_ends_at_the_connect_timeout)
{
    FullListener const full;
    for (bool const accepts : {true, false})
        for (Script const& script : {Script{step::expect_request(), step::stall()},
                                     Script{step::expect_request(), step::send("HTTP/1.1 200 OK\r\nX: "), step::stall()}})
        {
            Proxied proxied{{answers}};
            ScriptedPeer proxy{{script}, Proxied::plain()};
            auto options = proxied.client_options(proxy);
            if (!accepts) options.proxy = "127.0.0.1:" + std::to_string(full.endpoint().port());
            options.timeouts.connect = 100ms;
            options.retry.max_attempts = 1;
            Rig rig{options};
            auto const begun = std::chrono::steady_clock::now();
            auto const result = rig.create();
            auto const took = std::chrono::steady_clock::now() - begun;
            check_error(result, {ErrorKind::timeout, Delivery::not_sent, Phase::connect});
            BOOST_TEST(result.error().detail == (accepts
                                                     ? "the proxy did not respond within 100 ms (timeouts.connect)"
                                                     : "no connection to the proxy was made within 100 ms (timeouts.connect)"));
            BOOST_TEST(result.error().cause == make_error_code(boost::asio::error::timed_out));
            BOOST_TEST((took >= 100ms));
        }
}

BOOST_AUTO_TEST_CASE(silence_ends_at_the_deadline_of_a_call)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{{step::expect_request(), step::stall()}}, Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    check_error(rig.create({.timeout = 100ms, .max_attempts = 0, .rate_limit = {}}),
                {ErrorKind::timeout, Delivery::not_sent, Phase::connect});
    BOOST_TEST(proxy.wait_for_closed(1));
}

BOOST_AUTO_TEST_CASE(a_stalled_handshake_in_a_tunnel_times_out)
{
    Proxied proxied{{{step::stall()}}};
    ScriptedPeer proxy{{proxied.tunnel()}, Proxied::plain()};
    auto options = proxied.client_options(proxy);
    options.timeouts.connect = 200ms;
    Rig rig{options};
    auto const result = rig.create();
    check_error(result, {ErrorKind::timeout, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(result.error().message().find("timeouts.connect") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_recovered_proxy_is_used_again)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{says("HTTP/1.1 503 Busy\r\n\r\n"), {step::expect_request(), step::reset()}, proxied.tunnel()},
                       Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    check_created(rig.create(), "ok");
    BOOST_TEST(proxied.origin.requests().size() == 1U);
    BOOST_TEST(rig.client.stats().attempts == 1U);
}

BOOST_AUTO_TEST_CASE(warm_up_reports_the_proxy_failure)
{
    Proxied proxied{{answers}};
    ScriptedPeer proxy{{says("HTTP/1.1 403 Forbidden\r\n\r\n")}, Proxied::plain()};
    Rig rig{proxied.client_options(proxy)};
    auto const warmed = run(rig.context, rig.client.warm_up(1));
    BOOST_TEST_REQUIRE(!warmed.has_value());
    BOOST_TEST(warmed.error().kind == ErrorKind::transport);
    BOOST_TEST(warmed.error().detail == "the proxy refused the connection: status 403");
}

BOOST_AUTO_TEST_SUITE_END()
