#include "unit/net/tls_exchange.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::test::answer;
using clerk::test::joined;
using clerk::test::request;
using clerk::test::Step;
using clerk::test::take_output;
using clerk::test::TlsExchange;
using clerk::test::TlsPair;
using clerk::test::TlsWorld;

BOOST_FIXTURE_TEST_SUITE(net_connection_state_tls, TlsExchange)

BOOST_AUTO_TEST_CASE(exchanges_follow_each_other)
{
    for (int i = 0; i < 5; ++i)
    {
        BOOST_TEST(pair.exchange() == Step::answered);
        BOOST_TEST(pair.client.response().body == "{}");
        BOOST_TEST(pair.client.reusable());
    }
}

BOOST_AUTO_TEST_CASE(a_request_of_any_size_arrives_unchanged)
{
    for (std::size_t const size : {1U, 16'000U, 16'384U, 100'000U})
    {
        std::string const body(size, 'b');
        pair.server.received.clear();
        BOOST_TEST_REQUIRE(pair.client.begin({"POST / HTTP/1.1\r\n", "Host: localhost\r\n", "\r\n", body}) == Step::pending);
        while (!pair.client.output().empty()) pair.server.feed(take_output(pair.client, 1'000));
        BOOST_TEST((pair.server.received == "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n" + body));
        pair.server.write(answer);
        BOOST_TEST(receive() == Step::answered);
        BOOST_TEST(pair.client.reusable());
    }
}

BOOST_AUTO_TEST_CASE(a_response_may_arrive_in_bytes_and_records)
{
    send_request();
    for (char const& byte : answer) pair.server.write({&byte, 1});
    auto const bytes = pair.server.take_output();
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) BOOST_TEST_REQUIRE(pair.client.on_bytes({&bytes[i], 1}) == Step::pending);
    BOOST_TEST(pair.client.on_bytes({&bytes.back(), 1}) == Step::answered);
    BOOST_TEST(pair.client.reusable());
}

BOOST_AUTO_TEST_CASE(the_first_byte_excludes_the_handshake)
{
    BOOST_TEST_REQUIRE(!pair.client.output().empty()); // the client's last flight
    auto const before = pair.client.output().size();
    BOOST_TEST_REQUIRE(pair.client.begin(request) == Step::pending);
    pair.client.on_written(before);
    BOOST_TEST(!pair.client.first_byte_taken());
    BOOST_TEST((pair.client.phase() == Phase::write));
    pair.client.on_written(1);
    BOOST_TEST(pair.client.first_byte_taken());
}

BOOST_AUTO_TEST_CASE(a_failure_before_the_first_byte_is_not_sent)
{
    auto const before = pair.client.output().size();
    BOOST_TEST_REQUIRE(pair.client.begin(request) == Step::pending);
    pair.client.on_written(before);
    BOOST_TEST(pair.client.on_end(boost::asio::error::connection_reset) == Step::failed);
    BOOST_TEST(pair.client.failure().kind == ErrorKind::transport);
    BOOST_TEST(pair.client.failure().delivery == Delivery::not_sent);
}

BOOST_AUTO_TEST_CASE(tickets_after_a_response_keep_it_usable)
{
    send_request();
    pair.server.write(answer);
    pair.server.new_ticket();
    BOOST_TEST(receive() == Step::answered);
    BOOST_TEST(pair.client.reusable());
    BOOST_TEST(pair.exchange() == Step::answered);
}

BOOST_AUTO_TEST_CASE(data_after_a_response_prevents_reuse)
{
    for (bool const in_one_record : {true, false})
    {
        TlsPair other{context, TlsWorld::get().server};
        BOOST_TEST_REQUIRE(other.shake_hands() == Step::ready);
        BOOST_TEST_REQUIRE(other.client.begin(request) == Step::pending);
        other.deliver();
        other.server.write(std::string{answer} + (in_one_record ? "x" : ""));
        if (!in_one_record) other.server.write("x");
        BOOST_TEST(other.client.on_bytes(other.server.take_output()) == Step::answered);
        BOOST_TEST(other.client.response().body == "{}");
        BOOST_TEST(!other.client.reusable());
    }
}

BOOST_AUTO_TEST_CASE(close_notify_after_a_response_prevents_reuse)
{
    send_request();
    pair.server.write(answer);
    pair.server.close_notify();
    BOOST_TEST(receive() == Step::answered);
    BOOST_TEST(!pair.client.reusable());
}

BOOST_AUTO_TEST_CASE(a_partial_record_after_the_response_prevents_reuse)
{
    send_request();
    pair.server.write(answer);
    auto bytes = pair.server.take_output();
    pair.server.write("x");
    bytes += pair.server.take_output().substr(0, 7);
    BOOST_TEST(pair.client.on_bytes(bytes) == Step::answered);
    BOOST_TEST(!pair.client.reusable());
}

BOOST_AUTO_TEST_CASE(close_notify_completes_a_body_without_a_length)
{
    for (bool const says_goodbye : {true, false})
    {
        TlsPair other{context, TlsWorld::get().server};
        BOOST_TEST_REQUIRE(other.shake_hands() == Step::ready);
        BOOST_TEST_REQUIRE(other.client.begin(request) == Step::pending);
        other.deliver();
        other.server.write("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}");
        BOOST_TEST(other.client.on_bytes(other.server.take_output()) == Step::pending);
        if (says_goodbye)
        {
            other.server.close_notify();
            BOOST_TEST(other.client.on_bytes(other.server.take_output()) == Step::answered);
            BOOST_TEST(other.client.response().body == "{\"a\":1}");
            BOOST_TEST(!other.client.reusable());
        }
        else
        {
            BOOST_TEST(other.client.on_end({}) == Step::failed);
            BOOST_TEST(other.client.failure().kind == ErrorKind::protocol);
            BOOST_TEST(other.client.failure().detail.find("close_notify") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_end_without_a_response_is_a_transport_failure)
{
    for (bool const says_goodbye : {true, false})
    {
        TlsPair other{context, TlsWorld::get().server};
        BOOST_TEST_REQUIRE(other.shake_hands() == Step::ready);
        BOOST_TEST_REQUIRE(other.client.begin(request) == Step::pending);
        other.deliver();
        if (says_goodbye) other.server.close_notify();
        auto const step = other.client.on_bytes(other.server.take_output());
        BOOST_TEST(step == (says_goodbye ? Step::failed : Step::pending));
        if (!says_goodbye) BOOST_TEST(other.client.on_end({}) == Step::failed);
        BOOST_TEST(other.client.failure().kind == ErrorKind::transport);
        BOOST_TEST(other.client.failure().delivery == Delivery::unknown);
        BOOST_TEST(other.client.failure().phase == Phase::read);
    }
}

BOOST_AUTO_TEST_CASE(a_key_update_during_a_response_is_ignored)
{
    pair.deliver();
    for (bool const both : {false, true})
    {
        pair.server.update_key(both);
        BOOST_TEST(pair.exchange() == Step::answered);
        send_request();
        pair.server.write(answer.substr(0, 10));
        pair.server.update_key(both);
        pair.server.write(answer.substr(10));
        BOOST_TEST(receive() == Step::answered);
        BOOST_TEST(pair.client.reusable());
    }
}

BOOST_AUTO_TEST_CASE(modified_bytes_are_a_tls_failure)
{
    send_request();
    pair.server.write(answer);
    auto bytes = pair.server.take_output();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    BOOST_TEST(pair.client.on_bytes(bytes) == Step::failed);
    BOOST_TEST(pair.client.failure().kind == ErrorKind::tls);
    BOOST_TEST(pair.client.failure().delivery == Delivery::unknown);
}

BOOST_AUTO_TEST_CASE(an_alert_instead_of_a_response_is_a_tls_failure)
{
    BOOST_TEST_REQUIRE(pair.client.begin(request) == Step::pending);
    auto bytes = take_output(pair.client);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    pair.server.feed(bytes);
    BOOST_TEST(receive() == Step::failed);
    BOOST_TEST(pair.client.failure().kind == ErrorKind::tls);
    BOOST_TEST(pair.client.failure().delivery == Delivery::unknown);
    BOOST_TEST(pair.client.failure().detail.starts_with("TLS failed while reading the response: the peer sent an alert: "));
}

BOOST_AUTO_TEST_CASE(errors_that_other_code_left_in_the_queue_of_openssl_change_nothing)
{
    using End = std::pair<Step, std::string>;
    auto const end_of = [&](auto&& scenario, bool stale_error) {
        TlsPair other{context, TlsWorld::get().server};
        BOOST_TEST_REQUIRE(other.shake_hands() == Step::ready);
        BOOST_TEST_REQUIRE(other.client.begin(request) == Step::pending);
        other.deliver();
        auto const receive = [&](std::string_view bytes) {
            if (stale_error) ERR_raise(ERR_LIB_SSL, SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE);
            return other.client.on_bytes(bytes);
        };
        Step const step = scenario(other, receive);
        ERR_clear_error();
        return End{step, step == Step::failed ? other.client.failure().detail : other.client.response().body};
    };
    auto const check = [&](auto&& scenario, Step expected) {
        auto const end = end_of(scenario, false);
        BOOST_TEST(end.first == expected);
        BOOST_TEST((end_of(scenario, true) == end));
    };
    check(
        [](TlsPair& other, auto& receive) {
            other.server.write(answer);
            auto const bytes = other.server.take_output();
            BOOST_TEST(receive(bytes.substr(0, 20)) == Step::pending);
            return receive(bytes.substr(20));
        },
        Step::answered);
    check(
        [](TlsPair& other, auto& receive) {
            other.server.close_notify();
            return receive(other.server.take_output());
        },
        Step::failed);
    check(
        [](TlsPair& other, auto& receive) {
            other.server.write(answer);
            auto const bytes = other.server.take_output();
            BOOST_TEST(receive(bytes.substr(0, 20)) == Step::pending);
            return other.client.on_end({});
        },
        Step::failed);
    check(
        [](TlsPair& other, auto& receive) {
            other.server.write(answer);
            auto bytes = other.server.take_output();
            bytes.back() = static_cast<char>(bytes.back() ^ 1);
            return receive(bytes);
        },
        Step::failed);
}

BOOST_AUTO_TEST_CASE(close_notify_reaches_the_server)
{
    BOOST_TEST(pair.exchange() == Step::answered);
    pair.client.close();
    pair.deliver();
    BOOST_TEST(pair.server.closed);
}

BOOST_AUTO_TEST_SUITE_END()
