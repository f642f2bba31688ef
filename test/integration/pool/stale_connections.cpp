#include "support/answers.hpp"
#include "support/injected_rig.hpp"
#include "support/manual_clock.hpp"
#include "support/rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// A closed idle connection fails no call, and no create is sent twice.
BOOST_AUTO_TEST_SUITE(stale_connections)

namespace {

Script const first{step::expect_request(), step::send(created("first")), step::gate("idle")};
Script const second{step::expect_request(), step::send(created("second"))};

/// Makes a call, closes its idle connection, and makes another call.
void check_next_call_succeeds(Script const& end)
{
    ScriptedPeer peer{{first + end + Script{step::mark("ended")}, second}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    BOOST_TEST(rig.client.stats().connections_idle == 1U);
    peer.open("idle");
    BOOST_TEST_REQUIRE(peer.wait_for_mark("ended"));
    check_created(rig.create(), "second");
    auto const requests = peer.requests();
    BOOST_TEST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(requests[1].connection == 2U);
    auto const stats = rig.client.stats();
    BOOST_TEST(stats.connections_created == 2U);
    BOOST_TEST(stats.connections_reused == 0U);
    BOOST_TEST(stats.retries == 0U);
    BOOST_TEST(stats.attempts == 2U);
    BOOST_TEST(stats.connections_closed.by_peer == 1U);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_fin_on_an_idle_connection_is_seen_before_the_next_request)
{
    check_next_call_succeeds({step::fin()});
}

BOOST_AUTO_TEST_CASE(an_idle_reset_is_detected_before_the_next_request)
{
    check_next_call_succeeds({step::reset()});
}

BOOST_AUTO_TEST_CASE(an_idle_close_notify_is_detected_before_the_next_request)
{
    check_next_call_succeeds({step::close_notify()});
    check_next_call_succeeds({step::close_notify(), step::fin()});
}

BOOST_AUTO_TEST_CASE(an_idle_408_does_not_answer_the_next_request)
{
    auto const timeout = answer(408, "Connection: close\r\n", "");
    check_next_call_succeeds({step::send(timeout), step::close_notify(), step::fin()});
    check_next_call_succeeds({step::send(timeout)});
}

BOOST_AUTO_TEST_CASE(a_crossing_408_is_retried_on_a_fresh_connection)
{
    for (std::string const fields : {"", "Connection: close\r\n", "Connection: keep-alive\r\n"})
    {
        ScriptedPeer peer{{Script{step::expect_request(), step::send(created("first")), step::expect_request(),
                                  step::send(answer(408, fields, "")), step::expect_request()},
                           {step::expect_request(), step::send(created("second"))}}};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "first");
        check_created(rig.create(), "second");
        BOOST_TEST(peer.requests().size() == 3U);
        BOOST_TEST(peer.seen().accepted == 2U);
        BOOST_TEST(rig.client.stats().retries == 1U);
        check_quiet(rig.client);
    }
}

BOOST_AUTO_TEST_CASE(a_408_on_a_fresh_connection_is_the_result)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(answer(408, "", ""))}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::api, Delivery::rejected, Phase::read, 408});
    BOOST_TEST(peer.requests().size() == 1U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_connection_from_before_a_suspend_is_not_used)
{
    for (auto const& [slept, connections] : {std::pair{0ms, 1U}, std::pair{900ms, 1U}, std::pair{1000ms, 2U}})
    {
        ScriptedPeer peer{
            {{step::expect_request(), step::send(created("first")), step::expect_request(), step::send(created("second"))},
             {step::expect_request(), step::send(created("second"))}}};
        std::chrono::nanoseconds asleep = 3h;
        clerk::detail::ClientDependencies dependencies;
        dependencies.engine.asleep = [&] { return asleep; };
        InjectedRig rig{peer.client_options(), dependencies};
        Rig::Call before;
        rig.begin(before);
        check_created(rig.finish(before), "first");
        asleep += slept;
        Rig::Call later;
        rig.begin(later);
        check_created(rig.finish(later), "second");
        BOOST_TEST(peer.seen().accepted == connections);
        BOOST_TEST(rig.stats().connections_closed.idle_timeout == connections - 1);
    }
}

BOOST_AUTO_TEST_CASE(idle_tickets_and_key_updates_keep_the_connection)
{
    for (bool ask : {false, true})
    {
        ScriptedPeer peer{{first + Script{step::key_update(ask), step::mark("updated"), step::expect_request(),
                                          step::send(created("second"))}}};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "first");
        peer.open("idle");
        BOOST_TEST_REQUIRE(peer.wait_for_mark("updated"));
        check_created(rig.create(), "second");
        BOOST_TEST(peer.seen().accepted == 1U);
        BOOST_TEST(peer.requests().size() == 2U);
        BOOST_TEST(rig.client.stats().connections_reused == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_key_update_during_a_response_is_accepted)
{
    std::string const whole = created("first");
    for (bool ask : {false, true})
    {
        ScriptedPeer peer{{{step::expect_request(), step::send(whole.substr(0, 50)), step::key_update(ask),
                            step::send(whole.substr(50)), step::expect_request(), step::send(created("second"))}}};
        Rig rig{peer.client_options()};
        check_created(rig.create(), "first");
        check_created(rig.create(), "second");
        BOOST_TEST(peer.seen().accepted == 1U);
    }
}

BOOST_AUTO_TEST_CASE(closing_after_each_response_loses_no_call)
{
    for (Script const& end : {Script{step::fin()}, Script{step::reset()}, Script{step::close_notify(), step::fin()}})
    {
        ScriptedPeer peer{{Script{step::expect_request(), step::send(created("one"))} + end + Script{step::mark("ended")}}};
        auto options = peer.client_options();
        options.pool.max_connections = 1;
        Rig rig{options};
        for (std::size_t i = 1; i <= 5; ++i)
        {
            check_created(rig.create(), "one");
            BOOST_TEST_REQUIRE(peer.wait_for_mark("ended", i));
        }
        BOOST_TEST(peer.requests().size() == 5U);
        BOOST_TEST(rig.client.stats().attempts == 5U);
    }
}

BOOST_AUTO_TEST_CASE(a_waiter_gets_a_new_connection_after_a_close)
{
    for (Script const& end : {Script{step::fin()}, Script{step::close_notify(), step::fin()}})
    {
        ScriptedPeer peer{
            {Script{step::expect_request(), step::gate("go"), step::send(created("one"))} + end + Script{step::mark("ended")}}};
        auto options = peer.client_options();
        options.pool.max_connections = 1;
        Rig rig{options};
        std::optional<Created> served;
        std::optional<Created> waiting;
        rig.begin(served);
        rig.begin(waiting);
        run_until(rig.context, [&] { return peer.requests().size() == 1; });
        peer.open("go");
        BOOST_TEST_REQUIRE(peer.wait_for_mark("ended"));
        run_out(rig.context);
        BOOST_TEST_REQUIRE((served && waiting));
        check_created(*served, "one");
        check_created(*waiting, "one");
        BOOST_TEST(peer.requests().size() == 2U);
        BOOST_TEST(rig.client.stats().attempts == 2U);
        check_quiet(rig.client);
    }
}

BOOST_AUTO_TEST_CASE(connection_close_opens_a_connection_for_each_waiter)
{
    ScriptedPeer peer{
        {{step::expect_request(), step::send(created("one", "Connection: close\r\n")), step::close_notify(), step::fin()}}};
    auto options = peer.client_options();
    options.pool.max_connections = 2;
    Rig rig{options};
    std::vector<std::optional<Created>> results(20);
    for (auto& result : results) rig.begin(result);
    run_out(rig.context);
    for (auto const& result : results)
    {
        BOOST_TEST_REQUIRE(result.has_value());
        check_created(*result, "one");
    }
    BOOST_TEST(peer.requests().size() == 20U);
    BOOST_TEST(rig.client.stats().connections_closed.by_peer == 20U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(the_keep_alive_time_of_the_peer_is_honoured)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("one", "Keep-Alive: timeout=0\r\n")), step::expect_request(),
                        step::send(created("reused"))}}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "one");
    check_created(rig.create(), "one");
    BOOST_TEST(peer.seen().accepted == 2U);
    BOOST_TEST(rig.client.stats().connections_closed.idle_timeout == 2U);
}

BOOST_AUTO_TEST_CASE(connections_are_reused_until_a_second_before_keep_alive_ends)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("one", "Keep-Alive: timeout=5\r\n")), step::expect_request(),
                        step::send(created("two", "Keep-Alive: timeout=5\r\n"))}}};
    ManualClock clock;
    InjectedRig rig{peer.client_options(),
                    {.engine = {.timer = clock.factory(), .random = {}, .asleep = {}}, .resolver = nullptr}};
    auto const created_after = [&](std::chrono::milliseconds pause, std::string const& id) {
        clock.advance(pause);
        Rig::Call call;
        rig.begin(call);
        check_created(rig.finish(call), id);
    };
    created_after(0ms, "one");
    created_after(3'999ms, "two");
    created_after(4'000ms, "one");
    BOOST_TEST(peer.seen().accepted == 2U);
    BOOST_TEST(rig.stats().connections_closed.idle_timeout == 1U);
}

BOOST_AUTO_TEST_CASE(an_expired_idle_connection_is_not_used)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("one")), step::expect_request(), step::send(created("old"))}}};
    auto options = peer.client_options();
    options.pool.idle_timeout = 1ms;
    Rig rig{options};
    check_created(rig.create(), "one");
    auto const idle_since = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < idle_since + 2ms) std::this_thread::yield();
    check_created(rig.create(), "one");
    BOOST_TEST(peer.seen().accepted == 2U);
    BOOST_TEST(rig.client.stats().connections_closed.idle_timeout == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
