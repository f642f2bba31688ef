#include "net/connection.hpp"
#include "support/addresses.hpp"
#include "support/answers.hpp"
#include "support/rig.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace clerk::test;
using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::detail::Connection;
using clerk::detail::ConnectionSettings;
using clerk::detail::Exchange;
using clerk::detail::StartResult;
using clerk::detail::StopReason;

// A connection without an engine: each operation and each event of the socket is reported once, or not at all.
namespace {

namespace detail = clerk::detail;

/// Records the events of a connection.
class Events final : public detail::ConnectionEvents
{
public:
    [[nodiscard]] TimePoint now() const override { return std::chrono::steady_clock::now(); }

    void schedule(Connection&, TimePoint) override {}

    void on_connected(Connection&) override { names.emplace_back("connected"); }

    void on_connect_failed(Connection&, ClerkError failure) override { fail("connect failed", std::move(failure)); }

    void on_response(Connection& connection, Exchange&) override
    {
        names.emplace_back("response " + std::to_string(connection.response().status));
    }

    void on_exchange_failed(Connection&, Exchange&, ClerkError failure) override { fail("exchange failed", std::move(failure)); }

    std::vector<std::string> names;
    std::optional<ClerkError> error;

private:
    void fail(std::string name, ClerkError&& failure)
    {
        names.push_back(std::move(name));
        error = std::move(failure);
    }
};

/// A GET request with a key.
class Get final : public Exchange
{
public:
    detail::RequestParts request(detail::RequestStorage& storage) override
    {
        auto headers = std::make_shared<detail::ClientHeaders const>("localhost", "test", "sk_test_of_a_connection");
        key = headers;
        storage.client_headers = std::move(headers);
        return {"GET / HTTP/1.1\r\n", storage.client_headers->view(), "\r\n", {}, {}};
    }

    std::weak_ptr<detail::ClientHeaders const> key;
};

struct Fixture
{
    std::optional<ScriptedPeer> peer;
    boost::asio::io_context context{1};
    std::shared_ptr<Events> events{std::make_shared<Events>()};
    std::shared_ptr<Connection> connection;
    Get get;

    /// Opens a connection to a peer with this script and without TLS.
    void open(Script script)
    {
        PeerOptions options;
        options.plain = true;
        peer.emplace(std::vector<Script>{std::move(script)}, options);
        open_to(peer->endpoint());
        run_until(context, [&] { return !events->names.empty(); });
    }

    void open_to(boost::asio::ip::tcp::endpoint const& endpoint)
    {
        auto settings = std::make_shared<ConnectionSettings>();
        settings->executor = context.get_executor();
        settings->resolver = std::make_shared<Addresses>(detail::Endpoints{endpoint});
        settings->connect_timeout = ceiling;
        connection = std::make_shared<Connection>(events, std::move(settings));
        connection->open();
    }

    /// Runs the context until this number of events.
    void wait(std::size_t count)
    {
        run_until(context, [&] { return events->names.size() >= count; });
    }

    /// Closes the connection, after which the context runs out of work without further events.
    void finish(std::vector<std::string> const& expected)
    {
        connection->close();
        run_out(context);
        BOOST_TEST(events->names == expected, boost::test_tools::per_element());
        BOOST_TEST(get.key.expired(), "no key is kept");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_connection, Fixture)

BOOST_AUTO_TEST_CASE(exchanges_follow_each_other)
{
    Script const exchange{step::expect_request(), step::send(answer(200, "", "{}"))};
    open(exchange + exchange);
    for (std::size_t events_so_far : {1U, 2U})
    {
        BOOST_TEST((connection->start(get) == StartResult::started));
        BOOST_TEST(!get.key.expired());
        wait(events_so_far + 1);
        BOOST_TEST(connection->reusable());
        BOOST_TEST(get.key.expired(), "an idle connection keeps no key");
    }
    finish({"connected", "response 200", "response 200"});
}

BOOST_AUTO_TEST_CASE(a_refused_connection_is_reported_once)
{
    RefusingPort const port;
    open_to(port.endpoint());
    wait(1);
    BOOST_TEST((events->error->kind == ErrorKind::transport));
    BOOST_TEST((events->error->phase == Phase::connect));
    BOOST_TEST((events->error->delivery == Delivery::not_sent));
    finish({"connect failed"});
}

BOOST_AUTO_TEST_CASE(an_aborted_exchange_is_reported_once)
{
    open({step::expect_request(), step::stall()});
    BOOST_TEST((connection->start(get) == StartResult::started));
    connection->abort(get, StopReason::cancelled);
    connection->abort(get, StopReason::deadline);
    BOOST_TEST((events->error->kind == ErrorKind::cancelled));
    BOOST_TEST((events->error->delivery == Delivery::unknown));
    BOOST_TEST((get.stop_reason.load() == StopReason::cancelled));
    finish({"connected", "exchange failed"});
}

BOOST_AUTO_TEST_CASE(total_cancellation_is_ignored_after_the_first_byte)
{
    open({step::expect_request(), step::gate("answer"), step::send(answer(200, "", "{}"))});
    BOOST_TEST((connection->start(get) == StartResult::started));
    get.stop_reason = StopReason::cancelled_if_unsent;
    connection->abort(get, StopReason::cancelled_if_unsent);
    BOOST_TEST((get.stop_reason.load() == StopReason::none));
    peer->open("answer");
    wait(2);
    finish({"connected", "response 200"});
}

BOOST_AUTO_TEST_CASE(an_exchange_with_a_stop_reason_is_not_started)
{
    open({step::stall()});
    get.stop_reason = StopReason::deadline;
    BOOST_TEST((connection->start(get) == StartResult::stopped));
    Get other;
    BOOST_TEST((connection->start(other) == StartResult::started), "the connection stays usable");
    connection->abort(other, StopReason::cancelled);
    finish({"connected", "exchange failed"});
}

BOOST_AUTO_TEST_CASE(closing_aborts_the_exchange)
{
    open({step::expect_request(), step::stall()});
    BOOST_TEST((connection->start(get) == StartResult::started));
    connection->close();
    BOOST_TEST((get.stop_reason.load() == StopReason::closed));
    finish({"connected", "exchange failed"});
}

BOOST_AUTO_TEST_CASE(an_abandoned_connection_reports_nothing)
{
    open({step::expect_request(), step::stall()});
    BOOST_TEST((connection->start(get) == StartResult::started));
    connection->abandon();
    finish({"connected"});
}

BOOST_AUTO_TEST_CASE(a_closed_connection_starts_nothing)
{
    open({step::stall()});
    connection->close();
    BOOST_TEST((connection->start(get) == StartResult::dead));
    finish({"connected"});
}

BOOST_AUTO_TEST_SUITE_END()
