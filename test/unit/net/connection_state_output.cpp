#include "unit/net/tls_exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

using clerk::ErrorKind;
using clerk::Phase;
using clerk::test::answer;
using clerk::test::Step;
using clerk::test::take_output;
using clerk::test::TlsExchange;
using clerk::test::TlsPair;
using clerk::test::TlsWorld;

// The maximum output of a connection whose peer does not read.
BOOST_FIXTURE_TEST_SUITE(net_connection_state_output, TlsExchange)

BOOST_AUTO_TEST_CASE(at_most_64_kib_of_a_request_are_encrypted_ahead)
{
    std::string const body(1'000'000, 'b');
    BOOST_TEST_REQUIRE(pair.client.begin({"POST / HTTP/1.1\r\n", "Host: localhost\r\n", "\r\n", body}) == Step::pending);
    while (!pair.client.output().empty())
    {
        BOOST_TEST_REQUIRE(pair.client.output().size() <= 64 * 1024U);
        BOOST_TEST_REQUIRE((pair.client.phase() == Phase::write));
        pair.server.feed(take_output(pair.client, 3'000));
    }
    BOOST_TEST((pair.client.phase() == Phase::read));
    BOOST_TEST((pair.server.received == "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n" + body));
}

BOOST_AUTO_TEST_CASE(early_responses_end_the_exchange_and_the_connection)
{
    std::string const body(1'000'000, 'b');
    BOOST_TEST_REQUIRE(pair.client.begin({"POST / HTTP/1.1\r\n", "Host: localhost\r\n", "\r\n", body}) == Step::pending);
    std::string const beginning{pair.client.output().substr(0, 20'000)};
    pair.client.on_written(beginning.size());
    pair.server.feed(beginning);
    pair.server.write(answer);
    BOOST_TEST(receive() == Step::answered);
    BOOST_TEST(!pair.client.reusable());
    while (!pair.client.output().empty()) static_cast<void>(take_output(pair.client));
    BOOST_TEST(pair.server.received.size() < body.size(), "the rest is not sent");
}

BOOST_AUTO_TEST_CASE(unread_key_update_replies_end_the_exchange)
{
    for (std::size_t const size : {2U, 1'000'000U})
    {
        TlsPair other{context, TlsWorld::get().server};
        BOOST_TEST_REQUIRE(other.shake_hands() == Step::ready);
        other.deliver();
        std::string const body(size, 'b');
        BOOST_TEST_REQUIRE(other.client.begin({"POST / HTTP/1.1\r\n", "\r\n", body}) == Step::pending);
        auto step = Step::pending;
        int updates = 0;
        for (; step == Step::pending && updates < 10'000; ++updates)
        {
            other.server.update_key(true);
            step = other.client.on_bytes(other.server.take_output());
            BOOST_TEST_REQUIRE(other.client.output().size() <= 64 * 1024U);
        }
        BOOST_TEST(step == Step::failed);
        BOOST_TEST(other.client.failure().kind == ErrorKind::tls);
        BOOST_TEST(updates > 100, "a few are answered when the peer reads again");
    }
}

BOOST_AUTO_TEST_CASE(key_updates_with_read_replies_continue)
{
    send_request();
    for (int updates = 0; updates < 1'000; ++updates)
    {
        pair.server.update_key(true);
        BOOST_TEST_REQUIRE(receive() == Step::pending);
        pair.deliver();
    }
    pair.server.write(answer);
    BOOST_TEST(receive() == Step::answered);
    BOOST_TEST(pair.client.reusable());
}

BOOST_AUTO_TEST_CASE(too_many_idle_key_updates_retire_the_connection)
{
    BOOST_TEST(pair.exchange() == Step::answered);
    for (int updates = 0; updates < 500; ++updates) pair.server.update_key(true);
    BOOST_TEST(!pair.client.still_usable(pair.server.take_output()));
}

BOOST_AUTO_TEST_SUITE_END()
