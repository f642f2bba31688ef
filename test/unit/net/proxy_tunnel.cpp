#include "net/proxy_tunnel.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <string_view>

using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::detail::ProxyTunnel;
namespace asio_error = boost::asio::error;

namespace clerk::detail {

static std::ostream& operator<<(std::ostream& out, ProxyTunnel::Step step)
{
    return out << (step == ProxyTunnel::Step::pending ? "pending" : step == ProxyTunnel::Step::open ? "open" : "failed");
}

} // namespace clerk::detail

namespace {

using Step = ProxyTunnel::Step;

constexpr std::string_view asked = "CONNECT api.clerk.com:443 HTTP/1.1\r\nHost: api.clerk.com:443\r\n\r\n";
constexpr clerk::LimitOptions limits{.max_header_bytes = 1024, .max_body_bytes = 100};

struct Tunnel : ProxyTunnel
{
    Tunnel() : ProxyTunnel{asked, limits} { on_written(asked.size()); }
};

/// The result of a response in blocks of a size: `open`, `pending`, or the error.
std::string outcome(std::string_view bytes, std::size_t block)
{
    Tunnel tunnel;
    auto step = Step::pending;
    for (; step == Step::pending && !bytes.empty(); bytes.remove_prefix(std::min(block, bytes.size())))
        step = tunnel.on_bytes(bytes.substr(0, block));
    if (step == Step::open) return bytes.empty() ? "open" : "open too early";
    if (step == Step::pending) return "pending";
    auto const& failure = tunnel.failure();
    BOOST_TEST(failure.kind == ErrorKind::transport);
    BOOST_TEST(failure.delivery == Delivery::not_sent);
    BOOST_TEST(failure.phase == Phase::connect);
    BOOST_TEST(failure.status == 0);
    BOOST_TEST(tunnel.output().empty());
    return failure.detail;
}

std::string refused(std::string_view why)
{
    return "invalid proxy response: " + std::string{why};
}

} // namespace

BOOST_AUTO_TEST_SUITE(net_proxy_tunnel)

BOOST_AUTO_TEST_CASE(sends_the_given_request)
{
    ProxyTunnel tunnel{asked, limits};
    BOOST_TEST(tunnel.output() == asked);
    tunnel.on_written(10);
    BOOST_TEST(tunnel.output() == asked.substr(10));
    tunnel.on_written(asked.size() - 10);
    BOOST_TEST(tunnel.output().empty());
    BOOST_TEST(tunnel.on_bytes("HTTP/1.1 200 OK\r\n\r\n") == Step::open);
}

BOOST_AUTO_TEST_CASE(any_2xx_opens_the_tunnel_at_any_split)
{
    for (std::string_view const answer :
         {"HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200 OK\r\nProxy-agent: x\r\n\r\n", "HTTP/1.1 204 \r\n\r\n",
          "HTTP/1.1 299 x\r\nConnection: close\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
          // RFC 9110, 9.3.6: these fields are ignored in the response to a CONNECT.
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"})
        for (std::size_t block = 1; block <= answer.size(); ++block) BOOST_TEST_CONTEXT(answer << " in blocks of " << block)
            {
                BOOST_TEST(outcome(answer, block) == "open");
            }
}

BOOST_AUTO_TEST_CASE(half_a_response_is_a_failure)
{
    constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nX: y\r\n\r\n";
    for (std::size_t size = 1; size < answer.size(); ++size)
        BOOST_TEST(outcome(answer.substr(0, size), answer.size()) == "pending");
}

BOOST_AUTO_TEST_CASE(any_other_status_is_a_refusal_with_the_status)
{
    for (int const status : {300, 302, 400, 403, 404, 405, 429, 500, 502, 503, 504, 599})
        for (std::string const rest :
             {"\r\n\r\n", "\r\nContent-Length: 3\r\n\r\nsk_", "\r\nLocation: https://evil.example\r\n\r\n"})
        {
            auto const answer = "HTTP/1.1 " + std::to_string(status) + " Some words" + rest;
            BOOST_TEST(outcome(answer, answer.size()) == "the proxy refused the connection: status " + std::to_string(status));
            BOOST_TEST(outcome(answer, 1) == "the proxy refused the connection: status " + std::to_string(status));
        }
    BOOST_TEST(outcome("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n", 100) ==
               "the proxy requires other credentials (status 407)");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_reported_despite_invalid_body_headers)
{
    for (std::string_view const fields : {"Content-Encoding: gzip\r\n", "Transfer-Encoding: gzip, chunked\r\n",
                                          "Content-Length: x\r\n", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"})
        for (std::string_view const version : {"1.0", "1.1"})
        {
            auto const answer = "HTTP/" + std::string{version} + " 403 No\r\n" + std::string{fields} + "\r\n";
            BOOST_TEST(outcome(answer, answer.size()) == "the proxy refused the connection: status 403", answer);
        }
    BOOST_TEST(outcome("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", 100) == "open");
}

BOOST_AUTO_TEST_CASE(data_after_the_header_is_refused)
{
    for (std::string const more : {"x", "\r\n", "\x16\x03\x03", "HTTP/1.1 200 OK\r\n\r\n"})
    {
        auto const answer = "HTTP/1.1 200 OK\r\n\r\n" + more;
        BOOST_TEST(outcome(answer, answer.size()) == refused("data after the header"));
    }
}

BOOST_AUTO_TEST_CASE(invalid_http_is_refused_at_once)
{
    for (std::string_view const bytes : {"220 mail.example.com ESMTP\r\n", "SSH-2.0-OpenSSH\r\n", "HTTP/2 200\r\n",
                                         "\x15\x03\x03", "\r\nHTTP/1.1 200 OK\r\n\r\n", "http/1.1 200 OK\r\n\r\n"})
    {
        BOOST_TEST(outcome(bytes, bytes.size()) == refused("no HTTP/1.x status line"));
        BOOST_TEST(outcome(bytes, 1) == refused("no HTTP/1.x status line"));
    }
    for (std::string_view const bytes : {"HTTP/1.1 20x OK\r\n\r\n", "HTTP/1.1 200 OK\r\n: y\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n",
                                         "HTTP/1.1 101 Switching\r\n\r\n", "HTTP/1.1 600 x\r\n\r\n"})
        BOOST_TEST(outcome(bytes, bytes.size()).starts_with(refused("")), bytes);
}

BOOST_AUTO_TEST_CASE(a_header_without_end_is_refused_at_the_limit)
{
    std::string many = "HTTP/1.1 200 OK\r\n";
    while (many.size() < 1100) many += "X: y\r\n";
    std::string const one = "HTTP/1.1 200 OK\r\nX: " + std::string(1100, 'y');
    for (auto const& answer : {many, one})
        for (std::size_t const block : {std::size_t{1}, std::size_t{7}, answer.size()})
            BOOST_TEST(outcome(answer, block) == refused("header larger than max_header_bytes"));
    std::string interim;
    for (int i = 0; i < 100; ++i) interim += "HTTP/1.1 103 Early\r\n\r\n";
    BOOST_TEST(outcome(interim, interim.size()) == refused("too many interim responses"));
}

BOOST_AUTO_TEST_CASE(a_close_is_reported_with_its_time_and_cause)
{
    auto const reset = make_error_code(asio_error::connection_reset);
    for (bool const begun : {false, true})
        for (auto const& ec : {boost::system::error_code{}, make_error_code(asio_error::eof), reset})
        {
            Tunnel tunnel;
            if (begun) BOOST_TEST_REQUIRE(tunnel.on_bytes("HTTP/1.1 2") == Step::pending);
            BOOST_TEST(tunnel.on_end(ec) == Step::failed);
            auto const& failure = tunnel.failure();
            BOOST_TEST(failure.kind == ErrorKind::transport);
            BOOST_TEST(failure.phase == Phase::connect);
            BOOST_TEST(failure.delivery == Delivery::not_sent);
            BOOST_TEST(failure.detail ==
                       std::string{ec == reset ? "the connection to the proxy failed " : "the proxy closed the connection "} +
                           (begun ? "during its response" : "before its response"));
            BOOST_TEST(failure.cause == (ec == reset ? reset : make_error_code(asio_error::eof)));
        }
}

BOOST_AUTO_TEST_CASE(an_early_response_does_not_open_the_tunnel)
{
    ProxyTunnel tunnel{asked, limits};
    tunnel.on_written(10);
    BOOST_TEST(tunnel.on_bytes("HTTP/1.1 200 OK\r\n\r\n") == Step::failed);
    BOOST_TEST(tunnel.failure().detail == refused("sent before the request was complete"));
    BOOST_TEST(tunnel.output().empty());
}

BOOST_AUTO_TEST_SUITE_END()
