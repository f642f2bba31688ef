#include "support/addresses.hpp"
#include "support/answers.hpp"
#include "support/injected_rig.hpp"
#include "support/manual_clock.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Without TLS, to loopback only.
BOOST_AUTO_TEST_SUITE(plain_http)

namespace {

Script const answers{step::expect_request(), step::send(created("first")), step::expect_request(), step::send(created("second"))};

PeerOptions plain(std::string const& address = "127.0.0.1")
{
    PeerOptions how;
    how.address = address;
    how.plain = true;
    return how;
}

boost::asio::ip::tcp::endpoint elsewhere()
{
    return {boost::asio::ip::make_address("192.0.2.1"), 80};
}

/// A call to `http://localhost`, with these addresses.
struct LocalhostCall
{
    LocalhostCall(ScriptedPeer const& peer, clerk::detail::Endpoints endpoints)
    {
        options = peer.client_options();
        options.api_url = peer.url("localhost");
        clerk::detail::ClientDependencies dependencies;
        dependencies.resolver = std::make_shared<Addresses>(std::move(endpoints));
        dependencies.engine.timer = clock.factory();
        rig.emplace(options, dependencies);
        rig->begin(call);
    }

    ManualClock clock;
    clerk::ClientOptions options;
    std::optional<InjectedRig> rig;
    Rig::Call call;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_create_succeeds_and_keeps_its_connection)
{
    ScriptedPeer peer{{answers}, plain()};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    BOOST_TEST(rig.client.stats().connections_idle == 1U);
    check_created(rig.create(), "second");
    BOOST_TEST(rig.client.stats().connections_created == 1U);
    BOOST_TEST(rig.client.stats().connections_reused == 1U);
    BOOST_TEST(peer.seen().accepted == 1U);
    auto const requests = peer.requests();
    BOOST_TEST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(
        requests[0].text.starts_with("POST /v1/invitations HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) + "\r\n"));
    BOOST_TEST(requests[0].text.find("\r\nAuthorization: Bearer sk_test_scripted_peer\r\n") != std::string::npos);
    BOOST_TEST(requests[1].body() == R"({"email_address":"a@example.com"})");
}

BOOST_AUTO_TEST_CASE(localhost_is_loopback)
{
    ScriptedPeer peer{{answers}, plain()};
    auto options = peer.client_options();
    options.api_url = peer.url("localhost");
    Rig rig{options};
    check_created(rig.create(), "first");
}

BOOST_AUTO_TEST_CASE(concurrent_calls_use_separate_connections_and_reuse_them)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("one")), step::expect_request(),
                        step::send(created("two"))}},
                      plain()};
    Rig rig{peer.client_options()};
    std::optional<Created> first;
    std::optional<Created> second;
    rig.begin(first);
    rig.begin(second);
    run_until(rig.context, [&] { return peer.requests().size() == 2; });
    peer.open("go");
    run_out(rig.context);
    BOOST_TEST_REQUIRE((first && second));
    check_created(*first, "one");
    check_created(*second, "one");
    BOOST_TEST(rig.client.stats().connections_idle == 2U);
    check_created(rig.create(), "two");
    check_quiet(rig.client);
    BOOST_TEST(peer.seen().accepted == 2U);
}

BOOST_AUTO_TEST_CASE(a_large_response_in_pieces_is_read_completely)
{
    auto const fields = "X-Padding: " + std::string(20'000, 'x') + "\r\n";
    ScriptedPeer peer{{{step::expect_request(), step::send(created("large", fields), 1000), step::expect_request(),
                        step::send(created("small"))}},
                      plain()};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "large");
    check_created(rig.create(), "small");
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(a_connection_lost_after_the_request_is_not_replaced)
{
    ScriptedPeer peer{{{step::expect_request(), step::fin()}}, plain()};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::transport, Delivery::unknown, Phase::read});
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(a_closed_idle_connection_does_not_fail_the_next_call)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("first")), step::fin(), step::mark("ended")}, answers},
                      plain()};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    BOOST_TEST_REQUIRE(peer.wait_for_mark("ended"));
    check_created(rig.create(), "first");
    BOOST_TEST(rig.client.stats().retries == 0U);
}

BOOST_AUTO_TEST_CASE(a_name_outside_loopback_is_not_connected)
{
    ScriptedPeer peer{{answers}, plain()};
    for (clerk::detail::Endpoints const& endpoints :
         {clerk::detail::Endpoints{elsewhere()}, clerk::detail::Endpoints{elsewhere(), elsewhere()}, clerk::detail::Endpoints{}})
    {
        LocalhostCall found{peer, endpoints};
        auto const& result = found.rig->finish(found.call);
        check_error(result, {ErrorKind::transport, Delivery::not_sent, Phase::connect});
        BOOST_TEST(result.error().detail == "the host has no loopback address (http is allowed for loopback addresses only)");
    }
    BOOST_TEST(peer.seen().accepted == 0U);
}

BOOST_AUTO_TEST_CASE(only_loopback_addresses_of_a_name_are_tried)
{
    ScriptedPeer peer{{answers}, plain()};
    LocalhostCall found{peer, {elsewhere(), peer.endpoint(), elsewhere()}};
    check_created(found.rig->finish(found.call), "first"); // the clock does not move, so no attempt was awaited
}

BOOST_AUTO_TEST_CASE(plain_http_to_loopback_bypasses_the_proxy)
{
    ScriptedPeer peer{{answers}, plain()};
    RefusingPort const refusing;
    auto options = peer.client_options();
    options.proxy = "http://127.0.0.1:" + std::to_string(refusing.endpoint().port());
    Rig rig{options};
    check_created(rig.create(), "first");
}

BOOST_AUTO_TEST_SUITE_END()
