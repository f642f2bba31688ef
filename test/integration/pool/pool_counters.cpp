#include "support/answers.hpp"
#include "support/injected_rig.hpp"
#include "support/manual_clock.hpp"

#include <deque>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::ClientStats;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// All members of `stats()`, and the bounds of the pool.
BOOST_AUTO_TEST_SUITE(pool_counters)

namespace {

Script const twice{step::expect_request(), step::send(created("ok")), step::expect_request(), step::send(created("ok"))};

/// Checks that each connection is open or was closed for one reason.
void check_sum(ClientStats const& stats)
{
    auto const& closed = stats.connections_closed;
    BOOST_TEST(stats.connections_created == stats.connections_open + closed.idle_timeout + closed.max_lifetime + closed.by_peer +
                                                closed.error + closed.cancelled + closed.client);
}

void check_deprecated_names(ClientStats const& stats)
{
    BOOST_TEST(stats.open == stats.connections_open);
    BOOST_TEST(stats.idle == stats.connections_idle);
    BOOST_TEST(stats.leased == stats.connections_leased);
    BOOST_TEST(stats.waiting == stats.calls_waiting);
    BOOST_TEST(stats.created == stats.connections_created);
    BOOST_TEST(stats.reused == stats.connections_reused);
    BOOST_TEST(stats.resumed == stats.tls_sessions_resumed);
    BOOST_TEST(stats.holds == stats.rate_limit_waits);
    BOOST_TEST(stats.closed.by_peer == stats.connections_closed.by_peer);
    BOOST_TEST(stats.waited == stats.connection_waits);
    BOOST_TEST((stats.wait_time == stats.connection_wait_time));
    BOOST_TEST(stats.failed == stats.calls_failed);
}

struct ClockedRig
{
    ManualClock clock;
    InjectedRig rig;

    explicit ClockedRig(clerk::ClientOptions const& options) : rig{options, dependencies()} {}

    clerk::detail::ClientDependencies dependencies()
    {
        clerk::detail::ClientDependencies dependencies;
        dependencies.engine.timer = clock.factory();
        return dependencies;
    }

    void create()
    {
        Rig::Call call;
        rig.begin(call);
        check_created(rig.finish(call), "ok");
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(idle_timeout_and_lifetime_are_separate_reasons)
{
    ScriptedPeer peer{{twice}};
    auto options = peer.client_options();
    options.pool.idle_timeout = 60s;
    options.pool.max_lifetime = 90s;
    ClockedRig test{options};
    test.create();
    test.clock.advance(60s);
    test.create(); // on a second one
    BOOST_TEST(test.rig.stats().connections_closed.idle_timeout == 1U);
    test.clock.advance(50s);
    test.create();
    test.clock.advance(40s);
    auto const before = test.rig.stats();
    BOOST_TEST(before.connections_reused == 1U);
    test.create(); // on a third one
    auto const stats = test.rig.stats();
    BOOST_TEST(stats.connections_closed.max_lifetime == 1U);
    BOOST_TEST(stats.connections_created == 3U);
    BOOST_TEST(stats.attempts == 4U);
    BOOST_TEST((stats.connections_open == 1 && stats.connections_idle == 1 && stats.connections_leased == 0 &&
                stats.calls_waiting == 0));
    check_sum(stats);
    check_deprecated_names(stats);
}

BOOST_AUTO_TEST_CASE(each_close_reason_has_its_own_counter)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("closes", "Connection: close\r\n"))},
                       {step::expect_request(), step::send(created("leaves")), step::fin()},
                       {step::expect_request(), step::send("garbage\r\n\r\n")},
                       {step::expect_request(), step::stall()},
                       {step::expect_anything(), step::reset()},
                       {step::expect_request(), step::send(refused(429, "too_many_requests", "Retry-After: 0\r\n")),
                        step::expect_request(), step::send(created("last"))}}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "closes");
    BOOST_TEST(rig.client.stats().connections_closed.by_peer == 1U);
    check_created(rig.create(), "leaves");
    auto const garbled = [&] {
        auto result = rig.create();
        // The FIN may arrive before the request or after it. In both cases, the next connection sends invalid data.
        if (!result && result.error().kind == ErrorKind::transport) result = rig.create();
        return result;
    }();
    check_error(garbled, {ErrorKind::protocol, Delivery::unknown, Phase::read});
    check_error(rig.create({.timeout = 100ms, .max_attempts = 0, .rate_limit = {}}),
                {ErrorKind::timeout, Delivery::unknown, Phase::read});
    check_created(rig.create(), "last");
    auto stats = rig.client.stats();
    BOOST_TEST(stats.connections_closed.by_peer + stats.connections_closed.error == 3U);
    BOOST_TEST(stats.connections_closed.cancelled == 1U);
    BOOST_TEST(stats.connections_closed.connect == 1U);
    BOOST_TEST(stats.rate_limit_waits == 1U);
    BOOST_TEST(stats.retries >= 1U);
    BOOST_TEST(stats.connections_reused >= 1U);
    BOOST_TEST(stats.connections_open == 1U);
    rig.client.close();
    stats = rig.client.stats();
    BOOST_TEST(stats.connections_closed.client == 1U);
    BOOST_TEST(stats.connections_open == 0U);
    check_sum(stats);
    check_deprecated_names(stats);
}

BOOST_AUTO_TEST_CASE(counters_never_exceed_max_connections)
{
    std::vector<Script> scripts;
    for (int i = 0; i < 50; ++i)
    {
        scripts.push_back({step::expect_request(), step::send(created("ok", "Connection: close\r\n"))});
        scripts.push_back({step::reset()});
        scripts.push_back(twice + twice);
        scripts.push_back({step::expect_request(), step::reset()});
    }
    Script forever;
    for (int i = 0; i < 500; ++i) forever = forever + twice;
    scripts.push_back(forever);
    ScriptedPeer peer{scripts};
    auto options = peer.client_options();
    options.pool.max_connections = 3;
    Rig rig{options};
    int ended = 0;
    std::size_t most = 0;
    for (int i = 0; i < 400; ++i)
        rig.invitations.create("a@example.com", [&](Created const&) {
            ++ended;
            most = std::max(most, rig.client.stats().connections_open);
        });
    run_until(rig.context, [&] {
        most = std::max(most, rig.client.stats().connections_open);
        return ended == 400;
    });
    run_out(rig.context);
    BOOST_TEST(most == 3U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(without_a_queue_calls_are_refused_during_connect_backoff)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("first"))}, {step::reset()}}};
    auto options = peer.client_options();
    options.pool.max_connections = 4;
    options.pool.max_waiting = 0;
    options.timeouts.total = 24h;
    options.timeouts.response = 24h;
    ManualClock clock;
    clerk::detail::ClientDependencies dependencies;
    dependencies.engine.timer = clock.factory();
    InjectedRig rig{options, dependencies};
    Rig::Call first;
    Rig::Call second;
    Rig::Call third;
    rig.begin(first);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    rig.begin(second); // its connection attempt is refused
    run_until(rig.context, [&] { return rig.stats().connections_closed.connect == 1; });
    rig.begin(third);
    run_until(rig.context, [&] { return third.result.has_value(); });
    check_error(*third.result, {ErrorKind::pool_exhausted, Delivery::not_sent, Phase::queue});
    BOOST_TEST(rig.stats().calls_waiting == 1U);
    second.signal.emit(boost::asio::cancellation_type::terminal);
    peer.open("go");
    check_created(rig.finish(first), "first");
    BOOST_TEST((second.result && !*second.result && second.result->error().kind == ErrorKind::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
