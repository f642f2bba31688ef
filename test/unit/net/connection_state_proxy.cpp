#include "unit/net/steps.hpp"
#include "unit/tls/tls_peer.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::detail::ConnectionState;
using clerk::detail::TlsContext;
using clerk::test::Step;
using clerk::test::take_output;
using clerk::test::TlsPeer;
using clerk::test::TlsWorld;

namespace {

constexpr std::string_view asked = "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n";
constexpr std::string_view granted = "HTTP/1.1 200 Connection established\r\n\r\n";

/// A connection through a proxy to a TLS server.
struct Fixture
{
    TlsWorld const& world = TlsWorld::get();
    TlsContext context{world.trusting(), "localhost", false};
    ConnectionState client{&context, {}, asked};
    TlsPeer server{world.server};

    Step shake_hands()
    {
        auto step = Step::pending;
        while (step == Step::pending)
        {
            server.feed(take_output(client));
            auto const flight = server.take_output();
            if (flight.empty()) return step;
            step = client.on_bytes(flight);
        }
        return step;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_connection_state_proxy, Fixture)

BOOST_AUTO_TEST_CASE(tls_starts_after_the_proxy_response)
{
    BOOST_TEST(client.on_connected() == Step::pending);
    BOOST_TEST(client.phase() == Phase::connect);
    BOOST_TEST(take_output(client, 7) == asked);
    for (char const& byte : granted.substr(0, granted.size() - 1))
    {
        BOOST_TEST(client.on_bytes({&byte, 1}) == Step::pending);
        BOOST_TEST(client.phase() == Phase::connect);
        BOOST_TEST(client.output().empty());
    }
    BOOST_TEST(client.on_bytes(granted.substr(granted.size() - 1)) == Step::pending);
    BOOST_TEST(client.phase() == Phase::handshake);
    BOOST_TEST(client.output().starts_with("\x16\x03"));
    BOOST_TEST(shake_hands() == Step::ready);
    auto const* const name = SSL_get_servername(server.ssl(), TLSEXT_NAMETYPE_host_name);
    BOOST_TEST_REQUIRE(name != nullptr);
    BOOST_TEST(name == std::string_view{"localhost"});

    BOOST_TEST_REQUIRE(client.begin(clerk::test::request) == Step::pending);
    BOOST_TEST(!client.first_byte_taken());
    server.feed(take_output(client));
    BOOST_TEST(server.received == clerk::test::joined(clerk::test::request));
    server.write(clerk::test::answer);
    BOOST_TEST(client.on_bytes(server.take_output()) == Step::answered);
    BOOST_TEST(client.reusable());
}

BOOST_AUTO_TEST_CASE(a_refusing_proxy_receives_no_tls)
{
    BOOST_TEST(client.on_connected() == Step::pending);
    take_output(client);
    BOOST_TEST(client.on_bytes("HTTP/1.1 403 Forbidden\r\n\r\n") == Step::failed);
    BOOST_TEST(client.output().empty());
    BOOST_TEST(client.failure().kind == ErrorKind::transport);
    BOOST_TEST(client.failure().phase == Phase::connect);
    BOOST_TEST(client.failure().delivery == Delivery::not_sent);
    BOOST_TEST(client.failure().status == 0);
    BOOST_TEST(client.failure().detail == "the proxy refused the connection: status 403");
}

BOOST_AUTO_TEST_CASE(a_close_before_the_response_is_the_proxys)
{
    BOOST_TEST(client.on_connected() == Step::pending);
    take_output(client);
    BOOST_TEST(client.on_end({}) == Step::failed);
    BOOST_TEST(client.failure().phase == Phase::connect);
    BOOST_TEST(client.failure().detail == "the proxy closed the connection before its response");
}

BOOST_AUTO_TEST_CASE(an_end_after_the_proxy_response_is_a_handshake_failure)
{
    BOOST_TEST(client.on_connected() == Step::pending);
    take_output(client);
    BOOST_TEST(client.on_bytes(granted) == Step::pending);
    take_output(client);
    BOOST_TEST(client.on_end({}) == Step::failed);
    BOOST_TEST(client.failure().kind == ErrorKind::transport);
    BOOST_TEST(client.failure().phase == Phase::handshake);
}

BOOST_AUTO_TEST_CASE(proxy_data_inside_the_tunnel_fails_the_handshake)
{
    BOOST_TEST(client.on_connected() == Step::pending);
    take_output(client);
    BOOST_TEST(client.on_bytes(granted) == Step::pending);
    BOOST_TEST(client.on_bytes("<html>login first</html>") == Step::failed);
    BOOST_TEST(client.failure().kind == ErrorKind::tls);
    BOOST_TEST(client.failure().phase == Phase::handshake);
    BOOST_TEST(client.failure().delivery == Delivery::not_sent);
}

BOOST_AUTO_TEST_SUITE_END()
