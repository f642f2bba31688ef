#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::FakeBackend;
using namespace std::chrono_literals;

HttpRequest get()
{
    HttpRequest request;
    request.method = "GET";
    request.content_type.reset();
    return request;
}

bool connectable(std::uint16_t port)
{
    boost::asio::io_context context;
    boost::asio::ip::tcp::socket socket{context};
    boost::system::error_code ec;
    socket.connect({boost::asio::ip::address_v4::loopback(), port}, ec);
    return !ec;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_connections)

BOOST_AUTO_TEST_CASE(open_connections_are_counted)
{
    FakeBackend backend;
    BOOST_TEST(backend.open_connections() == 0u);
    {
        BlockingClient first{backend};
        BlockingClient second{backend};
        BOOST_TEST(first.request(get()).status == 200);
        BOOST_TEST(second.request(get()).status == 200);
        BOOST_TEST(backend.open_connections() == 2u);
    }
    BOOST_TEST(backend.wait_for_open_connections(0, 10s));
    BOOST_TEST(backend.connections() == 2u);
}

BOOST_AUTO_TEST_CASE(idle_connections_can_be_closed_gracefully)
{
    FakeBackend backend;
    BlockingClient idle{backend};
    BlockingClient busy{backend};
    BOOST_TEST(idle.request(get()).status == 200);
    BOOST_TEST(busy.request(get()).status == 200);
    backend.script(clerk::testing::Reply::hold());
    busy.send(get());
    BOOST_TEST(backend.wait_for_requests(3, 10s));
    backend.close_idle_connections();
    BOOST_TEST(backend.open_connections() == 1u);
    BOOST_TEST(idle.read_to_the_end() == boost::asio::error::eof);
    backend.release();
    BOOST_TEST(busy.read().status == 200);
}

BOOST_AUTO_TEST_CASE(all_connections_can_be_reset)
{
    FakeBackend backend;
    BlockingClient client{backend};
    BOOST_TEST(client.request(get()).status == 200);
    backend.reset_connections();
    BOOST_TEST(backend.open_connections() == 0u);
    BOOST_TEST(client.read_to_the_end() == boost::asio::error::connection_reset);
    BOOST_TEST(BlockingClient{backend}.request(get()).status == 200);
}

BOOST_AUTO_TEST_CASE(a_stopped_backend_keeps_its_recorded_requests)
{
    FakeBackend backend;
    auto const port = backend.port();
    BlockingClient client{backend};
    backend.script(clerk::testing::Reply::hold());
    client.send(get());
    BOOST_TEST(backend.wait_for_requests(1, 10s));
    backend.stop();
    backend.stop();
    BOOST_TEST(client.read_to_the_end() == boost::asio::error::connection_reset);
    BOOST_TEST(!connectable(port));
    BOOST_TEST(backend.requests().size() == 1u);
    BOOST_TEST(backend.open_connections() == 0u);
    backend.release();
    backend.reset_connections();
    backend.close_idle_connections();
}

BOOST_AUTO_TEST_CASE(a_stalled_handshake_delays_no_other_client)
{
    boost::asio::io_context context;
    boost::asio::ip::tcp::socket silent{context};
    boost::asio::ip::tcp::socket babbling{context};
    FakeBackend backend;
    silent.connect({boost::asio::ip::address_v4::loopback(), backend.port()});
    babbling.connect({boost::asio::ip::address_v4::loopback(), backend.port()});
    boost::asio::write(babbling, boost::asio::buffer(std::string{"GET / HTTP/1.1\r\n\r\n"}));
    BOOST_TEST(BlockingClient{backend}.request(get()).status == 200);
    BOOST_TEST(backend.connections() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
