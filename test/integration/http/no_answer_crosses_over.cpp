#include "support/answers.hpp"
#include "support/rig.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Unexpected bytes must never become the response to a request.
BOOST_AUTO_TEST_SUITE(no_answer_crosses_over)

namespace {

Script const second{step::expect_request(), step::send(created("second"))};

/// The first call gets "first" on connection 1, the second gets "second" on connection 2.
void check_second_call_is_on_a_new_connection(ScriptedPeer& peer, Rig& rig)
{
    check_created(rig.create(), "second");
    auto const requests = peer.requests();
    BOOST_TEST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(requests[0].connection == 1U);
    BOOST_TEST(requests[1].connection == 2U);
    BOOST_TEST(rig.client.stats().connections_closed.by_peer == 1U);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_second_response_in_one_record_is_discarded)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("first") + created("stale"))}, second}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    BOOST_TEST(rig.client.stats().connections_idle == 0U);
    check_second_call_is_on_a_new_connection(peer, rig);
}

BOOST_AUTO_TEST_CASE(one_byte_after_a_response_closes_the_connection)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("first") + "\n")}, second}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    check_second_call_is_on_a_new_connection(peer, rig);
}

BOOST_AUTO_TEST_CASE(an_unsolicited_response_in_its_own_record_is_discarded)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("first")), step::gate("idle"), step::send(created("stale")),
                        step::mark("sent")},
                       second}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    BOOST_TEST(rig.client.stats().connections_idle == 1U);
    peer.open("idle");
    BOOST_TEST_REQUIRE(peer.wait_for_mark("sent"));
    check_second_call_is_on_a_new_connection(peer, rig);
}

BOOST_AUTO_TEST_CASE(a_partial_record_on_an_idle_connection_closes_it)
{
    // The head of a record of application data, whose rest could come later.
    ScriptedPeer peer{{{step::expect_request(), step::send(created("first")), step::gate("idle"),
                        step::send_raw(std::string{"\x17\x03\x03\x00\x40 and", 9}), step::mark("sent")},
                       second}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    peer.open("idle");
    BOOST_TEST_REQUIRE(peer.wait_for_mark("sent"));
    check_second_call_is_on_a_new_connection(peer, rig);
}

BOOST_AUTO_TEST_CASE(invalid_tls_on_an_idle_connection_closes_it)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("first")), step::gate("idle"),
                        step::send_raw("HTTP/1.1 408 Request Timeout\r\n\r\n"), step::mark("sent")},
                       second}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "first");
    peer.open("idle");
    BOOST_TEST_REQUIRE(peer.wait_for_mark("sent"));
    check_second_call_is_on_a_new_connection(peer, rig);
}

BOOST_AUTO_TEST_CASE(a_waiter_never_gets_data_after_the_previous_response)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("first") + created("stale"))}, second}};
    auto options = peer.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::optional<Created> one;
    std::optional<Created> two;
    rig.begin(one);
    rig.begin(two);
    run_out(rig.context);
    BOOST_TEST_REQUIRE((one && two));
    check_created(*one, "first");
    check_created(*two, "second");
    BOOST_TEST(peer.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_waiter_never_gets_unread_data_after_a_response)
{
    // The record of the response ends at the end of the first read, so that nothing of the second record is read. The overhead of
    // a TLS 1.2 record with AES-GCM and ChaCha20-Poly1305:
    constexpr std::size_t first_read = 4096;
    for (std::size_t const overhead : {29U, 21U})
    {
        auto const bare = created("first", "X: \r\n").size();
        auto const padded = created("first", "X: " + std::string(first_read - overhead - bare, 'x') + "\r\n");
        PeerOptions how;
        how.max_version = TLS1_2_VERSION;
        ScriptedPeer peer{
            {{step::expect_request(), step::gate("go"), step::send(padded), step::send(created("stale")), step::mark("sent")},
             second},
            how};
        auto options = peer.client_options();
        options.pool.max_connections = 1;
        Rig rig{options};
        std::optional<Created> one;
        std::optional<Created> two;
        rig.begin(one);
        rig.begin(two);
        run_until(rig.context, [&] { return peer.requests().size() == 1; });
        peer.open("go");
        BOOST_TEST_REQUIRE(peer.wait_for_mark("sent"));
        run_out(rig.context);
        BOOST_TEST_REQUIRE((one && two));
        check_created(*one, "first");
        check_created(*two, "second");
        BOOST_TEST(peer.requests().size() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_response_with_the_handshake_end_is_discarded)
{
    ScriptedPeer peer{{{step::handshake_sending_early(created("stale")), step::stall()}, second}};
    Rig rig{peer.client_options()};
    check_created(rig.create(), "second");
    BOOST_TEST(peer.requests().size() == 1U);
    BOOST_TEST(rig.client.stats().connections_closed.connect == 1U);
}

BOOST_AUTO_TEST_CASE(a_peer_that_always_speaks_first_gets_no_request)
{
    ScriptedPeer peer{{{step::handshake_sending_early(created("stale")), step::stall()}}};
    Rig rig{peer.client_options()};
    check_error(rig.create(), {ErrorKind::transport, Delivery::not_sent, Phase::handshake});
    BOOST_TEST(peer.requests().empty());
    BOOST_TEST(peer.seen().accepted == 3U);
}

BOOST_AUTO_TEST_CASE(a_late_response_after_a_timeout_is_discarded)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("late"), step::send(created("stale"))}, second}};
    auto options = peer.client_options();
    options.timeouts.response = 50ms;
    Rig rig{options};
    check_error(rig.create(), {ErrorKind::timeout, Delivery::unknown, Phase::read});
    BOOST_TEST(rig.client.stats().connections_open == 0U);
    peer.open("late");
    check_created(rig.create(), "second");
    BOOST_TEST(peer.requests().size() == 2U);
    BOOST_TEST(rig.client.stats().connections_closed.cancelled == 1U);
}

BOOST_AUTO_TEST_CASE(a_late_response_to_a_cancelled_call_is_discarded)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("late"), step::send(created("stale"))}, second}};
    Rig rig{peer.client_options()};
    std::optional<Created> result;
    boost::asio::cancellation_signal signal;
    rig.invitations.create("a@example.com",
                           boost::asio::bind_cancellation_slot(signal.slot(), [&](Created created) { result = created; }));
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    signal.emit(boost::asio::cancellation_type::terminal);
    run_out(rig.context);
    BOOST_TEST_REQUIRE(result.has_value());
    check_error(*result, {ErrorKind::cancelled, Delivery::unknown, Phase::read});
    peer.open("late");
    check_created(rig.create(), "second");
    BOOST_TEST(peer.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_partial_response_is_not_completed_by_the_next_call)
{
    std::string const whole = created("stale");
    ScriptedPeer peer{{{step::expect_request(), step::send(whole.substr(0, 60)), step::mark("half"), step::gate("late"),
                        step::send(whole.substr(60))},
                       second}};
    Rig rig{peer.client_options()};
    std::optional<Created> result;
    boost::asio::cancellation_signal signal;
    rig.invitations.create("a@example.com",
                           boost::asio::bind_cancellation_slot(signal.slot(), [&](Created created) { result = created; }));
    run_until(rig.context, [&] { return peer.seen().marks.contains("half"); });
    signal.emit(boost::asio::cancellation_type::terminal);
    run_out(rig.context);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->error().delivery == Delivery::unknown);
    peer.open("late");
    check_created(rig.create(), "second");
    BOOST_TEST(peer.requests().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
