#include "net/connector.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <vector>

using clerk::detail::Connector;
using clerk::detail::Endpoints;
using Progress = Connector::Progress;
using boost::asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

tcp::endpoint endpoint(char const* address, std::uint16_t port = 9)
{
    return {boost::asio::ip::make_address(address), port};
}

struct Rig
{
    struct End
    {
        Connector::Attempt attempt;
        boost::system::error_code ec;
    };

    boost::asio::io_context context{1};
    Connector::TimePoint const start{1000h};
    Connector connector{context.get_executor(), start + 10s};
    std::vector<End> ends;

    void connect_next(Connector::TimePoint now)
    {
        connector.connect_next(
            now, [this](Connector::Attempt attempt, boost::system::error_code ec) { ends.push_back({attempt, ec}); });
    }

    End& run()
    {
        context.restart();
        context.run();
        BOOST_TEST_REQUIRE(!ends.empty());
        return ends.back();
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(net_connector)

BOOST_AUTO_TEST_CASE(the_first_connection_wins)
{
    Rig rig;
    tcp::acceptor acceptor{rig.context, endpoint("127.0.0.1", 0)};
    BOOST_TEST_REQUIRE(rig.connector.set_endpoints({acceptor.local_endpoint()}, false));
    rig.connect_next(rig.start);
    BOOST_TEST(rig.ends.empty());
    auto const& end = rig.run();
    BOOST_TEST(!end.ec);
    auto const socket = rig.connector.take(end.attempt);
    BOOST_TEST(socket.remote_endpoint() == acceptor.local_endpoint());
}

BOOST_AUTO_TEST_CASE(a_refused_address_is_followed_by_the_next_one)
{
    Rig rig;
    tcp::endpoint refused;
    {
        tcp::acceptor const closed{rig.context, endpoint("127.0.0.1", 0)};
        refused = closed.local_endpoint();
    }
    BOOST_TEST_REQUIRE(rig.connector.set_endpoints({refused, refused}, false));
    rig.connect_next(rig.start);
    auto const& first = rig.run();
    BOOST_TEST(first.ec == boost::asio::error::connection_refused);
    BOOST_TEST((rig.connector.remove(first.attempt) == Progress::connect_next));
    rig.connect_next(rig.start);
    BOOST_TEST((rig.connector.remove(rig.run().attempt) == Progress::failed));
}

BOOST_AUTO_TEST_CASE(the_next_attempt_is_due_after_250_ms)
{
    Rig rig;
    BOOST_TEST_REQUIRE(rig.connector.set_endpoints({endpoint("127.0.0.1"), endpoint("127.0.0.2")}, false));
    rig.connect_next(rig.start);
    BOOST_TEST((rig.connector.next_attempt() == rig.start + 250ms));
    rig.connect_next(rig.start + 250ms);
    BOOST_TEST((rig.connector.next_attempt() == rig.connector.deadline()));
    BOOST_TEST((rig.connector.remove(rig.run().attempt) == Progress::pending));
}

BOOST_AUTO_TEST_CASE(the_deadline_limits_the_next_attempt)
{
    Rig rig;
    BOOST_TEST_REQUIRE(rig.connector.set_endpoints({endpoint("127.0.0.1"), endpoint("127.0.0.2")}, false));
    rig.connect_next(rig.start + 9900ms);
    BOOST_TEST((rig.connector.next_attempt() == rig.connector.deadline()));
    rig.run();
}

BOOST_AUTO_TEST_CASE(loopback_only_ignores_other_addresses)
{
    Rig rig;
    BOOST_TEST(!rig.connector.set_endpoints({endpoint("192.0.2.1"), endpoint("2001:db8::1")}, true));
    BOOST_TEST(rig.connector.set_endpoints({endpoint("192.0.2.1"), endpoint("127.0.0.1")}, true));
}

BOOST_AUTO_TEST_SUITE_END()
