#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <iterator>
#include <stdexcept>
#include <string>

using namespace clerk::test;
using clerk::testing::FakeBackend;
using clerk::testing::FakeBackendOptions;
using clerk::testing::Reply;
using namespace std::chrono_literals;

namespace {

FakeBackendOptions plain()
{
    FakeBackendOptions options;
    options.plain_http = true;
    return options;
}

/// Returns everything that the backend sends in response to these bytes.
std::string exchange(FakeBackend const& backend, std::string const& bytes)
{
    boost::asio::ip::tcp::iostream stream;
    stream.expires_after(ceiling);
    stream.connect(boost::asio::ip::tcp::endpoint{boost::asio::ip::address_v4::loopback(), backend.port()});
    stream << bytes << std::flush;
    return {std::istreambuf_iterator<char>{stream}, {}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_plain_http)

BOOST_AUTO_TEST_CASE(requests_without_tls_are_answered)
{
    FakeBackend backend{plain()};
    BOOST_TEST(backend.url() == "http://127.0.0.1:" + std::to_string(backend.port()));
    BOOST_TEST(backend.ca_pem().empty());
    auto const answer = exchange(backend, "GET /v1/invitations HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                          "Authorization: Bearer sk_test_fake_backend_key\r\n\r\n");
    BOOST_TEST(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    BOOST_TEST(answer.ends_with("\r\n\r\n[]"));
    BOOST_TEST(backend.connections() == 1u);
    BOOST_TEST(backend.wait_for_open_connections(0, ceiling));
}

BOOST_AUTO_TEST_CASE(invalid_http_gets_400)
{
    FakeBackend backend{plain()};
    BOOST_TEST(exchange(backend, "\x16\x03\x01\r\n\r\n").starts_with("HTTP/1.1 400 "));
}

BOOST_AUTO_TEST_CASE(the_library_uses_one_connection)
{
    FakeBackend backend{plain()};
    backend.script(Reply::process().split(7));
    Rig rig{backend.client_options()};
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST(run(rig.context, rig.invitations.list()).value().total_count == 1);
    BOOST_TEST(backend.connections() == 1u);
    backend.close_idle_connections();
    BOOST_TEST(backend.wait_for_open_connections(0, ceiling));
    BOOST_TEST(run(rig.context, rig.invitations.list()).value().total_count == 1);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_script_can_drop_the_response)
{
    FakeBackend backend{plain()};
    backend.script(Reply::lost_after_processing());
    Rig rig{backend.client_options()};
    BOOST_TEST(rig.create().error().delivery == clerk::Delivery::unknown);
    BOOST_TEST(backend.invitations().size() == 1u);
}

BOOST_AUTO_TEST_CASE(only_loopback_allows_plain_http)
{
    auto options = plain();
    options.address = "0.0.0.0";
    options.allow_remote = true;
    BOOST_CHECK_EXCEPTION(FakeBackend{options}, std::invalid_argument,
                          [](std::exception const& error) { return std::string{error.what()}.starts_with("plain_http: "); });
}

BOOST_AUTO_TEST_SUITE_END()
