#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// Graceful shutdown of a client, and connections that are opened in advance.
BOOST_AUTO_TEST_SUITE(shutdown_and_warm_up)

namespace {

std::chrono::steady_clock::duration timed(auto const& function)
{
    auto const begun = std::chrono::steady_clock::now();
    function();
    return std::chrono::steady_clock::now() - begun;
}

} // namespace

BOOST_AUTO_TEST_CASE(shutting_down_an_idle_client_ends_at_once)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST((timed([&] { run(rig.context, rig.client.shutdown(20s)); }) < 2s));
    BOOST_TEST(rig.client.stats().connections_open == 0U);
    BOOST_TEST(backend.wait_for_open_connections(0, 10s));
    check_error(rig.create(), {ErrorKind::closed, Delivery::not_sent, Phase::queue});
    run(rig.context, rig.client.shutdown(20s));
}

BOOST_AUTO_TEST_CASE(calls_complete_within_a_long_grace)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("a")), step::expect_request(),
                        step::send(created("b")), step::expect_request(), step::send(created("c"))}}};
    auto options = peer.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::vector<std::optional<Created>> results(3);
    for (auto& result : results) rig.begin(result);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    bool done = false;
    asio::co_spawn(rig.context, rig.client.shutdown(20s), [&](std::exception_ptr) { done = true; });
    run_until(rig.context, [&, turns = 0]() mutable { return ++turns > 3; });
    BOOST_TEST(!done);
    std::optional<Created> refused;
    rig.begin(refused);
    peer.open("go");
    run_out(rig.context);
    BOOST_TEST(done);
    check_created(results[0].value(), "a");
    check_created(results[1].value(), "b");
    check_created(results[2].value(), "c");
    check_error(refused.value(), {ErrorKind::closed, Delivery::not_sent, Phase::queue});
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(calls_that_exceed_the_grace_are_closed)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    auto options = peer.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::optional<Created> running;
    std::optional<Created> waiting;
    rig.begin(running);
    rig.begin(waiting);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    auto const took = timed([&] { run(rig.context, rig.client.shutdown(100ms)); });
    BOOST_TEST((took >= 100ms));
    check_error(running.value(), {ErrorKind::closed, Delivery::unknown, Phase::read});
    check_error(waiting.value(), {ErrorKind::closed, Delivery::not_sent, Phase::queue});
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(the_shortest_grace_applies)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{peer.client_options()};
    std::optional<Created> running;
    rig.begin(running);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    int done = 0;
    for (auto grace : {5000ms, 50ms, 3000ms})
        asio::co_spawn(rig.context, rig.client.shutdown(grace), [&](std::exception_ptr) { ++done; });
    BOOST_TEST((timed([&] { run_out(rig.context); }) < 1500ms));
    BOOST_TEST(done == 3);
    BOOST_TEST(running->error().kind == ErrorKind::closed);
}

BOOST_AUTO_TEST_CASE(waiting_calls_get_connections_during_the_grace)
{
    // Running calls complete, also if the server closes each connection after its response.
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("a", "Connection: close\r\n")),
                        step::close_notify(), step::fin()}}};
    auto options = peer.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::vector<std::optional<Created>> results(3);
    for (auto& result : results) rig.begin(result);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    bool done = false;
    asio::co_spawn(rig.context, rig.client.shutdown(3s), [&](std::exception_ptr) { done = true; });
    run_until(rig.context, [&, turns = 0]() mutable { return ++turns > 3; });
    peer.open("go");
    BOOST_TEST((timed([&] { run_out(rig.context); }) < 2s));
    BOOST_TEST(done);
    for (auto const& result : results) check_created(result.value(), "a");
}

BOOST_AUTO_TEST_CASE(a_cancelled_shutdown_leaves_the_client_closed)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("a"))}}};
    Rig rig{peer.client_options()};
    std::optional<Created> running;
    rig.begin(running);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    asio::cancellation_signal signal;
    bool done = false;
    asio::co_spawn(rig.context, rig.client.shutdown(8s),
                   asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr) { done = true; }));
    run_until(rig.context, [&, turns = 0]() mutable { return ++turns > 3; });
    signal.emit(asio::cancellation_type::terminal);
    run_until(rig.context, [&] { return done; });
    BOOST_TEST(!running.has_value());
    check_error(
        [&] {
            std::optional<Created> refused;
            rig.begin(refused);
            run_until(rig.context, [&] { return refused.has_value(); });
            return *refused;
        }(),
        {ErrorKind::closed, Delivery::not_sent, Phase::queue});
    peer.open("go");
    run_out(rig.context);
    check_created(running.value(), "a");
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(warm_up_opens_connections_that_calls_use)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    BOOST_TEST(run(rig.context, rig.client.warm_up(3)).value() == 3U);
    BOOST_TEST(backend.wait_for_open_connections(3, 10s));
    BOOST_TEST(rig.client.stats().connections_idle == 3U);
    BOOST_TEST(run(rig.context, rig.client.warm_up(2)).value() == 3U);
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST(backend.connections() == 3U);
    BOOST_TEST(run(rig.context, rig.client.warm_up(1000)).value() == 16U);
    BOOST_TEST(run(rig.context, rig.client.warm_up(0)).value() == 16U);
    BOOST_TEST(backend.wait_for_open_connections(16, 10s));
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_failed_warm_up_reports_the_reason)
{
    ScriptedPeer peer{{{step::expect_anything(), step::reset()}}};
    Rig rig{peer.client_options()};
    auto const result = run(rig.context, rig.client.warm_up(2));
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().kind == ErrorKind::transport);
    BOOST_TEST(result.error().delivery == Delivery::not_sent);
    check_quiet(rig.client);
    rig.client.close();
    auto const closed = run(rig.context, rig.client.warm_up(2));
    BOOST_TEST_REQUIRE(!closed.has_value());
    BOOST_TEST(closed.error().kind == ErrorKind::closed);
}

BOOST_AUTO_TEST_CASE(a_stalled_warm_up_ends_at_the_connect_timeout)
{
    ScriptedPeer peer{{{step::stall()}}};
    auto options = peer.client_options();
    options.timeouts.connect = 100ms;
    Rig rig{options};
    auto const result = run(rig.context, rig.client.warm_up(2));
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().kind == ErrorKind::timeout);
}

BOOST_AUTO_TEST_CASE(closing_ends_a_warm_up_and_a_shutdown)
{
    ScriptedPeer peer{{{step::stall()}}};
    Rig rig{peer.client_options()};
    std::optional<clerk::Result<std::size_t>> warmed;
    bool shut = false;
    asio::co_spawn(rig.context, rig.client.warm_up(2), [&](std::exception_ptr, auto result) { warmed.emplace(result); });
    run_until(rig.context, [&] { return peer.seen().accepted == 2; });
    asio::co_spawn(rig.context, rig.client.shutdown(8s), [&](std::exception_ptr) { shut = true; });
    run_until(rig.context, [&, turns = 0]() mutable { return ++turns > 3; });
    rig.client.close();
    run_out(rig.context);
    BOOST_TEST(shut);
    BOOST_TEST_REQUIRE(warmed.has_value());
    BOOST_TEST(warmed->error().kind == ErrorKind::closed);
}

BOOST_AUTO_TEST_CASE(a_warm_up_ignores_later_connects)
{
    ScriptedPeer peer{{{step::gate("first"), step::handshake(), step::expect_request(), step::send(created("a")),
                        step::expect_request(), step::gate("second"), step::send(created("b"))},
                       {step::stall()}}};
    Rig rig{peer.client_options()};
    std::optional<clerk::Result<std::size_t>> warmed;
    asio::co_spawn(rig.context, rig.client.warm_up(1), [&](std::exception_ptr, auto result) { warmed.emplace(result); });
    run_until(rig.context, [&] { return peer.seen().accepted == 1; });
    std::vector<std::optional<Created>> results(2);
    for (auto& result : results) rig.begin(result);
    run_until(rig.context, [&] { return peer.seen().accepted == 2; });
    peer.open("first");
    run_until(rig.context, [&] { return warmed.has_value(); });
    BOOST_TEST(warmed->value() == 1U, "the one that stalls in its handshake is not open");
    peer.open("second");
    run_out(rig.context);
    for (auto const& result : results) BOOST_TEST((result && result->has_value()));
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_warm_up_does_not_report_earlier_failures)
{
    ScriptedPeer peer{{{step::expect_anything(), step::reset()}}};
    Rig rig{peer.client_options()};
    BOOST_TEST(!run(rig.context, rig.client.warm_up(1)).has_value());
    BOOST_TEST(run(rig.context, rig.client.warm_up(0)).value() == 0U);
}

BOOST_AUTO_TEST_CASE(calls_complete_within_an_unlimited_grace)
{
    for (auto const grace : {std::chrono::milliseconds::max(), std::chrono::milliseconds{1h}})
    {
        ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("a"))}}};
        Rig rig{peer.client_options()};
        std::optional<Created> result;
        rig.begin(result);
        run_until(rig.context, [&] { return peer.requests().size() == 1; });
        bool done = false;
        asio::co_spawn(rig.context, rig.client.shutdown(grace), [&](std::exception_ptr) { done = true; });
        run_until(rig.context, [&, turns = 0]() mutable { return ++turns > 3; });
        BOOST_TEST(!done);
        peer.open("go");
        run_out(rig.context);
        BOOST_TEST(done);
        check_created(*result, "a");
    }
}

BOOST_AUTO_TEST_CASE(a_negative_grace_is_zero)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{peer.client_options()};
    std::optional<Created> result;
    rig.begin(result);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    run(rig.context, rig.client.shutdown(std::chrono::milliseconds::min()));
    check_error(*result, {ErrorKind::closed, Delivery::unknown, Phase::read});
}

BOOST_AUTO_TEST_SUITE_END()
