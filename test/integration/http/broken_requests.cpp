#include "support/answers.hpp"
#include "support/rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// If a connection fails during a request, the error has the right delivery and the request is not repeated.
BOOST_AUTO_TEST_SUITE(broken_requests)

namespace {

/// A create whose body is larger than all buffers between client and server.
clerk::CreateInvitationParams large_params()
{
    clerk::CreateInvitationParams params{"a@example.com"};
    params.public_metadata = {{"blob", std::string(16 * 1024 * 1024, 'x')}};
    return params;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_reset_before_the_response_gives_unknown_and_one_request)
{
    for (Script const& end :
         {Script{step::reset()}, Script{step::fin()}, Script{step::close_notify(), step::fin()}, Script{step::close_notify()}})
    {
        ScriptedPeer peer{{Script{step::expect_request()} + end, {step::expect_request(), step::send(created("again"))}}};
        Rig rig{peer.client_options()};
        auto const result = rig.create();
        check_error(result, {ErrorKind::transport, Delivery::unknown, Phase::read});
        BOOST_TEST(result.error().attempts == 1);
        BOOST_TEST(result.error().not_retried == clerk::NotRetried::not_idempotent);
        BOOST_TEST(peer.requests().size() == 1U);
        BOOST_TEST(peer.seen().accepted == 1U);
        check_created(rig.create(), "again");
    }
}

BOOST_AUTO_TEST_CASE(a_reset_reused_connection_gives_unknown_without_retry)
{
    for (Script const& end : {Script{step::reset()}, Script{step::fin()}})
    {
        ScriptedPeer peer{{Script{step::expect_request(), step::send(created("first")), step::expect_request()} + end,
                           {step::expect_request(), step::send(created("again"))}}};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "first");
        check_error(rig.create(), {ErrorKind::transport, Delivery::unknown, Phase::read});
        BOOST_TEST(peer.requests().size() == 2U);
        BOOST_TEST(rig.client.stats().connections_reused == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_reset_during_the_response_keeps_the_status)
{
    std::string const whole = created("first");
    for (Script const& end : {Script{step::reset()}, Script{step::fin()}, Script{step::close_notify(), step::fin()}})
    {
        ScriptedPeer peer{{Script{step::expect_request(), step::send(whole.substr(0, whole.size() - 1))} + end}};
        Rig rig{peer.client_options()};
        check_error(rig.create(), {ErrorKind::protocol, Delivery::unknown, Phase::read, 200});
        BOOST_TEST(peer.requests().size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_reset_during_the_write_gives_unknown)
{
    ScriptedPeer peer{{{step::handshake(), step::expect_bytes(100'000), step::reset()}}};
    Rig rig{peer.client_options()};
    auto const result = rig.create({}, large_params());
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().kind == ErrorKind::transport);
    BOOST_TEST(result.error().delivery == Delivery::unknown);
    BOOST_TEST(result.error().phase == Phase::write);
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(early_responses_are_accepted_and_close_the_connection)
{
    ScriptedPeer peer{
        {{step::handshake(), step::expect_bytes(1000), step::send(refused(413, "request_body_too_large")), step::gate("never")}}};
    Rig rig{peer.client_options()};
    check_error(rig.create({}, large_params()), {ErrorKind::api, Delivery::rejected, Phase::read, 413});
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(a_large_request_arrives_completely)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("large"))}}};
    auto options = peer.client_options();
    options.timeouts.response = ceiling;
    Rig rig{options};
    check_created(rig.create({}, large_params()), "large");
    BOOST_TEST_REQUIRE(peer.requests().size() == 1U);
    BOOST_TEST(peer.requests()[0].body().size() > 16U * 1024 * 1024);
}

BOOST_AUTO_TEST_CASE(a_refused_connection_is_retried_then_not_sent)
{
    std::string url;
    {
        ScriptedPeer const gone{{{}}};
        url = gone.url("127.0.0.1");
    }
    ScriptedPeer const peer{{{}}};
    auto options = peer.client_options();
    options.api_url = url;
    Rig rig{options};
    auto const result = rig.create();
    check_error(result, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
    BOOST_TEST(result.error().cause == boost::asio::error::connection_refused);
    BOOST_TEST(result.error().attempts == 3);
    BOOST_TEST(rig.client.stats().connections_closed.connect == 3U);
    BOOST_TEST(rig.client.stats().attempts == 0U);

    auto const once = rig.create({.timeout = {}, .max_attempts = 1, .rate_limit = {}});
    check_error(once, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
    BOOST_TEST(once.error().attempts == 1);
}

BOOST_AUTO_TEST_CASE(a_hundred_calls_to_a_refusing_port_complete)
{
    std::string url;
    {
        ScriptedPeer const gone{{{}}};
        url = gone.url("127.0.0.1");
    }
    ScriptedPeer const peer{{{}}};
    auto options = peer.client_options();
    options.api_url = url;
    options.pool.max_connections = 4;
    Rig rig{options};
    std::vector<std::optional<Created>> results(100);
    for (auto& result : results) rig.begin(result);
    run_out(rig.context);
    for (auto const& result : results)
    {
        BOOST_TEST_REQUIRE(result.has_value());
        check_error(*result, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
    }
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_failure_during_the_handshake_is_retried)
{
    ScriptedPeer peer{{{step::fin()}, {step::reset()}, {step::expect_request(), step::send(created("third"))}}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "third");
    BOOST_TEST(peer.requests().size() == 1U);
    BOOST_TEST(peer.seen().accepted == 3U);
    BOOST_TEST(rig.client.stats().connections_closed.connect == 2U);
}

BOOST_AUTO_TEST_CASE(repeated_handshake_failures_are_not_sent)
{
    ScriptedPeer peer{{{step::fin()}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::transport, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(peer.seen().accepted == 3U);
}

BOOST_AUTO_TEST_CASE(limited_connections_of_a_server_starve_no_call)
{
    Script const good{step::expect_request(), step::send(created("ok")), step::expect_request(), step::send(created("ok"))};
    Script forever;
    for (int i = 0; i < 100; ++i) forever = forever + Script{step::expect_request(), step::send(created("ok"))};
    ScriptedPeer peer{{forever, forever, {step::reset()}}};
    auto options = peer.client_options();
    options.pool.max_connections = 8;
    Rig rig{options};
    std::vector<std::optional<Created>> results(100);
    for (auto& result : results) rig.begin(result);
    run_out(rig.context);
    for (auto const& result : results)
    {
        BOOST_TEST_REQUIRE(result.has_value());
        check_created(*result, "ok");
    }
    BOOST_TEST(peer.requests().size() == 100U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(no_call_waits_for_a_slow_connect_after_a_failed_one)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()},
                       {step::expect_anything(), step::reset()},
                       {step::expect_request(), step::send(created("ok"))}}};
    auto options = peer.client_options();
    options.pool.max_connections = 2;
    Rig rig{options};
    std::optional<Created> slow;
    std::optional<Created> quick;
    rig.begin(slow, {.timeout = 4s, .max_attempts = 1, .rate_limit = {}});
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    rig.begin(quick);
    run_until(rig.context, [&] { return quick.has_value(); });
    BOOST_TEST(!slow.has_value());
    check_created(*quick, "ok");
    run_out(rig.context);
    BOOST_TEST(slow->error().kind == ErrorKind::timeout);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
