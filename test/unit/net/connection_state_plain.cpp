#include "unit/net/steps.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::detail::ConnectionState;
using clerk::test::answer;
using clerk::test::joined;
using clerk::test::request;
using clerk::test::Step;
using clerk::test::take_output;
namespace asio_error = boost::asio::error;

namespace {

/// A connection without TLS, ready for a request.
struct Fixture
{
    Fixture() { BOOST_TEST_REQUIRE(state.on_connected() == Step::ready); }

    void send_request()
    {
        BOOST_TEST_REQUIRE(state.begin(request) == Step::pending);
        BOOST_TEST(take_output(state) == joined(request));
    }

    ConnectionState state{nullptr, clerk::LimitOptions{.max_header_bytes = 1024, .max_body_bytes = 100}};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_connection_state_plain, Fixture)

BOOST_AUTO_TEST_CASE(an_exchange_leaves_the_connection_ready)
{
    for (int i = 0; i < 3; ++i)
    {
        send_request();
        BOOST_TEST(state.on_bytes(answer) == Step::answered);
        BOOST_TEST(state.response().status == 200);
        BOOST_TEST(state.response().body == "{}");
        BOOST_TEST(state.reusable());
    }
    BOOST_TEST(!state.resumed());
}

BOOST_AUTO_TEST_CASE(a_response_may_arrive_in_any_pieces)
{
    send_request();
    for (char const& byte : answer.substr(0, answer.size() - 1)) BOOST_TEST(state.on_bytes({&byte, 1}) == Step::pending);
    BOOST_TEST(state.on_bytes(answer.substr(answer.size() - 1)) == Step::answered);
    BOOST_TEST(state.reusable());
}

BOOST_AUTO_TEST_CASE(the_first_byte_counts_when_the_socket_takes_it)
{
    BOOST_TEST_REQUIRE(state.begin(request) == Step::pending);
    BOOST_TEST(!state.first_byte_taken());
    BOOST_TEST((state.phase() == Phase::write));
    state.on_written(1);
    BOOST_TEST(state.first_byte_taken());
    BOOST_TEST((state.phase() == Phase::write));
    take_output(state, 10);
    BOOST_TEST((state.phase() == Phase::read));
    BOOST_TEST(state.on_bytes(answer) == Step::answered);
    BOOST_TEST_REQUIRE(state.begin(request) == Step::pending);
    BOOST_TEST(!state.first_byte_taken());
}

BOOST_AUTO_TEST_CASE(surplus_bytes_prevent_reuse)
{
    for (std::string_view const more : {"x", "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"})
    {
        ConnectionState other{nullptr, {}};
        BOOST_TEST_REQUIRE(other.on_connected() == Step::ready);
        BOOST_TEST_REQUIRE(other.begin(request) == Step::pending);
        take_output(other);
        BOOST_TEST(other.on_bytes(std::string{answer} + std::string{more}) == Step::answered);
        BOOST_TEST(other.response().status == 200);
        BOOST_TEST(!other.reusable());
    }
}

BOOST_AUTO_TEST_CASE(an_early_response_prevents_reuse)
{
    BOOST_TEST_REQUIRE(state.begin(request) == Step::pending);
    state.on_written(5);
    BOOST_TEST(state.on_bytes("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n") == Step::answered);
    BOOST_TEST(state.response().status == 413);
    BOOST_TEST(!state.reusable());
}

BOOST_AUTO_TEST_CASE(connection_close_prevents_reuse)
{
    send_request();
    BOOST_TEST(state.on_bytes("HTTP/1.1 204 \r\nConnection: close\r\n\r\n") == Step::answered);
    BOOST_TEST(!state.reusable());
}

BOOST_AUTO_TEST_CASE(a_close_completes_a_body_without_length)
{
    send_request();
    BOOST_TEST(state.on_bytes("HTTP/1.1 200 OK\r\n\r\n{\"a\"") == Step::pending);
    BOOST_TEST(state.on_bytes(":1}") == Step::pending);
    BOOST_TEST(state.on_end({}) == Step::answered);
    BOOST_TEST(state.response().body == "{\"a\":1}");
    BOOST_TEST(!state.reusable());
}

BOOST_AUTO_TEST_CASE(an_end_before_the_response_reports_delivery)
{
    for (bool const sent : {false, true})
        for (auto const& ec : {boost::system::error_code{}, make_error_code(asio_error::connection_reset)})
        {
            ConnectionState other{nullptr, {}};
            BOOST_TEST_REQUIRE(other.on_connected() == Step::ready);
            BOOST_TEST_REQUIRE(other.begin(request) == Step::pending);
            if (sent) take_output(other);
            BOOST_TEST(other.on_end(ec) == Step::failed);
            BOOST_TEST(other.failure().kind == ErrorKind::transport);
            BOOST_TEST(other.failure().delivery == (sent ? Delivery::unknown : Delivery::not_sent));
            BOOST_TEST(other.failure().phase == (sent ? Phase::read : Phase::write));
            BOOST_TEST(other.failure().detail ==
                       (ec ? "the connection failed before the response" : "the peer closed the connection before the response"));
            BOOST_TEST(other.failure().cause == (ec ? ec : make_error_code(asio_error::eof)));
        }
}

BOOST_AUTO_TEST_CASE(a_close_during_a_response_is_an_error)
{
    for (std::size_t cut = 1; cut < answer.size(); ++cut)
        for (auto const& ec : {boost::system::error_code{}, make_error_code(asio_error::connection_reset)})
        {
            ConnectionState other{nullptr, {}};
            BOOST_TEST_REQUIRE(other.on_connected() == Step::ready);
            BOOST_TEST_REQUIRE(other.begin(request) == Step::pending);
            take_output(other);
            BOOST_TEST_REQUIRE(other.on_bytes(answer.substr(0, cut)) == Step::pending);
            BOOST_TEST(other.on_end(ec) == Step::failed);
            BOOST_TEST(other.failure().delivery == Delivery::unknown);
            BOOST_TEST(other.failure().phase == Phase::read);
            BOOST_TEST(other.failure().detail.find("during the response") != std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(a_reset_does_not_complete_a_body_without_length)
{
    send_request();
    BOOST_TEST(state.on_bytes("HTTP/1.1 200 OK\r\n\r\n{}") == Step::pending);
    BOOST_TEST(state.on_end(asio_error::connection_reset) == Step::failed);
}

BOOST_AUTO_TEST_CASE(an_illegal_response_reports_fault_and_status)
{
    send_request();
    BOOST_TEST(state.on_bytes("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n") == Step::failed);
    BOOST_TEST(state.failure().kind == ErrorKind::protocol);
    BOOST_TEST(state.failure().status == 200);
    BOOST_TEST(state.failure().delivery == Delivery::unknown);
    BOOST_TEST(state.failure().detail == "invalid HTTP response: body larger than max_body_bytes");
}

BOOST_AUTO_TEST_CASE(data_retires_an_idle_connection)
{
    BOOST_TEST(!state.still_usable("HTTP/1.1 408 Request Timeout\r\n\r\n"));
    ConnectionState other{nullptr, {}};
    BOOST_TEST_REQUIRE(other.on_connected() == Step::ready);
    BOOST_TEST(!other.still_usable("x"));
}

BOOST_AUTO_TEST_SUITE_END()
