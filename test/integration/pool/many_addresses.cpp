#include "support/addressed.hpp"
#include "support/answers.hpp"
#include "support/full_listener.hpp"

#include <boost/asio/error.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::detail::Endpoints;

// A host with several addresses (RFC 8305). A dead address causes a delay, a refusing one does not.
BOOST_AUTO_TEST_SUITE(many_addresses)

namespace {

namespace ip = boost::asio::ip;

Script const answers{step::expect_request(), step::send(created("ok"))};

PeerOptions at(std::string const& address)
{
    PeerOptions how;
    how.address = address;
    return how;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_refusing_address_is_skipped_at_once)
{
    ScriptedPeer peer{{answers}, at("127.0.0.2")};
    RefusingPort const first;
    RefusingPort const second;
    Addressed s{peer, {first.endpoint(), second.endpoint(), peer.endpoint()}};
    s.begin();
    check_created(s.finish(), "ok");
    BOOST_TEST(s.rig->stats().connections_created == 1U);
    BOOST_TEST(s.rig->stats().connections_closed.connect == 0U);
}

BOOST_AUTO_TEST_CASE(a_dead_address_delays_by_250_ms)
{
    ScriptedPeer peer{{answers}};
    FullListener const dead;
    Addressed s{peer, {dead.endpoint(), peer.endpoint()}};
    s.begin();
    s.clock.advance(249ms);
    s.settle();
    BOOST_TEST(peer.seen().accepted == 0U);
    s.clock.advance(1ms);
    check_created(s.finish(), "ok");
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(each_dead_address_delays_by_250_ms)
{
    ScriptedPeer peer{{answers}};
    FullListener const dead;
    FullListener const dead_too;
    Addressed s{peer, {dead.endpoint(), dead_too.endpoint(), peer.endpoint()}};
    s.begin();
    s.clock.advance(250ms);
    s.settle();
    s.clock.advance(249ms);
    s.settle();
    BOOST_TEST(peer.seen().accepted == 0U);
    s.clock.advance(1ms);
    check_created(s.finish(), "ok");
}

BOOST_AUTO_TEST_CASE(a_refused_attempt_starts_the_next_address_at_once)
{
    ScriptedPeer peer{{answers}};
    FullListener const dead;
    FullListener const dead_too;
    RefusingPort const refusing;
    Addressed s{peer, {dead.endpoint(), refusing.endpoint(), dead_too.endpoint(), peer.endpoint()}};
    s.begin();
    s.clock.advance(250ms); // the second refuses, the third is tried at once
    s.settle();
    s.clock.advance(249ms);
    s.settle();
    BOOST_TEST(peer.seen().accepted == 0U);
    s.clock.advance(1ms);
    check_created(s.finish(), "ok");
}

BOOST_AUTO_TEST_CASE(the_steady_clock_works_as_well)
{
    ScriptedPeer peer{{answers}};
    FullListener const dead;
    Addressed s{peer, {dead.endpoint(), peer.endpoint()}};
    s.dependencies.engine = {};
    auto const begun = std::chrono::steady_clock::now();
    s.begin();
    check_created(s.finish(), "ok");
    auto const took = std::chrono::steady_clock::now() - begun;
    BOOST_TEST((took >= 250ms));
}

BOOST_AUTO_TEST_CASE(the_first_connection_wins_and_cancels_the_others)
{
    ScriptedPeer slow{{answers}};
    ScriptedPeer peer{{answers}, at("127.0.0.2")};
    Addressed s{peer, {peer.endpoint(), slow.endpoint()}};
    s.begin();
    check_created(s.finish(), "ok");
    s.clock.advance(10s);
    s.settle();
    BOOST_TEST(slow.seen().accepted == 0U);
    BOOST_TEST(s.rig->stats().connections_idle == 1U);
}

BOOST_AUTO_TEST_CASE(families_take_turns, *boost::unit_test::precondition(ipv6_is_here))
{
    ScriptedPeer peer{{answers}, at("::1")};
    FullListener const dead;
    FullListener const dead_too;
    // In the order of the system, the peer would be third, after two delays.
    Addressed s{peer, {dead.endpoint(), dead_too.endpoint(), peer.endpoint()}};
    s.begin();
    s.clock.advance(250ms);
    check_created(s.finish(), "ok");
}

BOOST_AUTO_TEST_CASE(an_unreachable_address_family_falls_back_at_once)
{
    // Without IPv6 the socket cannot be opened; with IPv6 the port refuses.
    ScriptedPeer peer{{answers}};
    ip::tcp::endpoint v6{ip::address_v6::loopback(), 1};
    std::optional<RefusingPort> refusing;
    if (has_ipv6()) v6 = refusing.emplace(ip::address_v6::loopback()).endpoint();
    Addressed s{peer, {v6, v6, peer.endpoint()}};
    s.begin();
    check_created(s.finish(), "ok");
}

BOOST_AUTO_TEST_CASE(a_dead_ipv6_address_delays_by_250_ms, *boost::unit_test::precondition(ipv6_is_here))
{
    ScriptedPeer peer{{answers}};
    FullListener const dead{ip::address_v6::loopback()};
    Addressed s{peer, {dead.endpoint(), peer.endpoint()}};
    s.begin();
    BOOST_TEST(peer.seen().accepted == 0U);
    s.clock.advance(250ms);
    check_created(s.finish(), "ok");
}

BOOST_AUTO_TEST_CASE(the_connection_fails_if_all_addresses_refuse)
{
    ScriptedPeer peer{{answers}};
    RefusingPort const first;
    RefusingPort const second{ip::make_address("127.0.0.2")};
    Addressed s{peer, {first.endpoint(), second.endpoint()}};
    s.begin();
    auto const& result = s.finish();
    check_error(result, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
    BOOST_TEST(result.error().detail == "the connection attempt failed");
    BOOST_TEST(result.error().cause == make_error_code(boost::asio::error::connection_refused));
    BOOST_TEST(peer.seen().accepted == 0U);
}

BOOST_AUTO_TEST_CASE(an_unreachable_address_is_skipped_at_once)
{
    ScriptedPeer peer{{answers}};
    // Connecting to a broadcast address fails immediately.
    Addressed s{peer, {{ip::make_address("255.255.255.255"), 443}, peer.endpoint()}};
    s.begin();
    check_created(s.finish(), "ok");
}

BOOST_AUTO_TEST_CASE(dead_addresses_end_at_the_connect_timeout)
{
    ScriptedPeer peer{{answers}};
    FullListener const dead;
    RefusingPort const refusing;
    for (Endpoints const& endpoints :
         {Endpoints{dead.endpoint()}, Endpoints{dead.endpoint(), refusing.endpoint(), dead.endpoint()}})
    {
        Addressed s{peer, endpoints};
        s.begin();
        for (auto const step : {250ms, 250ms, 4499ms})
        {
            s.clock.advance(step);
            s.settle();
        }
        BOOST_TEST(!s.call.result.has_value());
        s.clock.advance(1ms);
        auto const& result = s.finish();
        check_error(result, {ErrorKind::timeout, Delivery::not_sent, Phase::connect});
        BOOST_TEST(result.error().detail == "no connection was made within 5000 ms (timeouts.connect)");
        BOOST_TEST(result.error().cause == make_error_code(boost::asio::error::timed_out));
    }
}

BOOST_AUTO_TEST_CASE(many_dead_addresses_end_at_the_connect_timeout)
{
    ScriptedPeer peer{{answers}};
    FullListener const dead;
    Addressed s{peer, Endpoints(50, dead.endpoint())};
    s.options.timeouts.connect = 600ms;
    s.begin();
    for (int i = 0; i < 6; ++i)
    {
        BOOST_TEST(!s.call.result.has_value());
        s.clock.advance(100ms);
        s.settle();
    }
    check_error(s.finish(), {ErrorKind::timeout, Delivery::not_sent, Phase::connect});
}

BOOST_AUTO_TEST_SUITE_END()
