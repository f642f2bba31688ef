#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;
using namespace std::chrono_literals;

constexpr auto good = R"({"email_address":"invite@example.com"})";

HttpRequest create()
{
    HttpRequest request;
    request.body = good;
    return request;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_delivery)

BOOST_AUTO_TEST_CASE(raw_bytes_are_sent_unchanged)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::raw("garbage"));
    client.send(create());
    BOOST_TEST(client.read_record() == "garbage");
    BOOST_TEST(client.create(good).status == 200);
}

BOOST_AUTO_TEST_CASE(a_reset_sends_and_creates_nothing)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::reset());
    client.send(create());
    BOOST_TEST(client.read_to_the_end() == boost::asio::error::connection_reset);
    BOOST_TEST(client.unread().empty());
    BOOST_TEST(backend.requests().size() == 1u);
    BOOST_TEST(backend.invitations().empty());
    BOOST_TEST(backend.open_connections() == 0u);
}

BOOST_AUTO_TEST_CASE(a_close_sends_nothing_and_is_graceful)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::close());
    client.send(create());
    BOOST_TEST(client.read_to_the_end() == boost::asio::error::eof);
    BOOST_TEST(client.unread().empty());
    BOOST_TEST(backend.invitations().empty());
}

BOOST_AUTO_TEST_CASE(a_response_lost_after_processing_keeps_the_effect)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::lost_after_processing());
    client.send(create());
    BOOST_TEST(client.read_to_the_end() == boost::asio::error::connection_reset);
    BOOST_TEST(client.unread().empty());
    BOOST_TEST(backend.find("invite@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(a_response_can_be_cut_by_a_reset)
{
    FakeBackend backend;
    for (std::size_t bytes : {1u, 20u, 100u}) BOOST_TEST_CONTEXT(bytes)
        {
            BlockingClient client{backend};
            backend.script(Reply::process().resetting(bytes));
            client.send(create());
            BOOST_TEST(client.read_to_the_end() == boost::asio::error::connection_reset);
            BOOST_TEST(client.unread() == std::string{"HTTP/1.1 200 OK\r\nDate: "}.substr(0, bytes) +
                                              (bytes > 23 ? client.unread().substr(23) : ""));
            BOOST_TEST(client.unread().size() == bytes);
            backend.advance(31 * 24h);
        }
}

BOOST_AUTO_TEST_CASE(close_after_sends_connection_close)
{
    FakeBackend backend;
    for (bool said : {true, false}) BOOST_TEST_CONTEXT(said)
        {
            BlockingClient client{backend};
            Reply reply = Reply::process().closing();
            if (!said) reply.without_header("Connection");
            backend.script(reply);
            auto const answer = client.create(good);
            BOOST_TEST(answer.header("Connection").has_value() == said);
            BOOST_TEST(client.read_to_the_end() == boost::asio::error::eof);
            BOOST_TEST(backend.open_connections() == 0u);
        }
}

BOOST_AUTO_TEST_CASE(a_split_response_has_records_of_that_size)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::raw("abcdefghij").split(4, 1ms));
    client.send(create());
    BOOST_TEST(client.read_record() == "abcd");
    BOOST_TEST(client.read_record() == "efgh");
    BOOST_TEST(client.read_record() == "ij");
    backend.script(Reply::process().split(1));
    BOOST_TEST(client.create(good).status == 200);
}

BOOST_AUTO_TEST_CASE(a_response_is_not_sent_before_its_delay)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::process().delayed(30ms));
    auto const start = std::chrono::steady_clock::now();
    BOOST_TEST(client.create(good).status == 200);
    BOOST_TEST((std::chrono::steady_clock::now() - start >= 30ms));
}

BOOST_AUTO_TEST_CASE(a_held_response_waits_for_the_release)
{
    FakeBackend backend;
    BlockingClient client{backend};
    BlockingClient other{backend};
    backend.script(Reply::hold());
    backend.script(Reply::status(500).held());
    client.send(create());
    BOOST_TEST(backend.wait_for_requests(1, 10s));
    BOOST_TEST(backend.find("invite@example.com").has_value());
    other.send(create());
    BOOST_TEST(backend.wait_for_requests(2, 10s));
    BOOST_TEST(BlockingClient{backend}.create(good).code() == "duplicate_record"); // others are not delayed
    backend.release();
    BOOST_TEST(client.read().status == 200);
    BOOST_TEST(other.read().status == 500);
}

BOOST_AUTO_TEST_CASE(a_release_affects_current_holds_only)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.release();
    backend.script(Reply::hold());
    client.send(create());
    BOOST_TEST(backend.wait_for_requests(1, 10s));
    BOOST_TEST(backend.open_connections() == 1u);
    backend.release();
    BOOST_TEST(client.read().status == 200);
}

BOOST_AUTO_TEST_CASE(a_closing_client_ends_hold_and_delay)
{
    for (auto const& reply : {Reply::hold(), Reply::process().delayed(1h), Reply::raw("xyz").split(1, 1h)})
    {
        FakeBackend backend;
        backend.script(reply);
        {
            BlockingClient client{backend};
            client.send(create());
            BOOST_TEST(backend.wait_for_requests(1, 10s));
        }
        BOOST_TEST(backend.wait_for_open_connections(0, 10s));
    }
}

BOOST_AUTO_TEST_CASE(a_backend_stops_in_any_state)
{
    auto backend = std::make_unique<FakeBackend>();
    BlockingClient held{*backend};
    BlockingClient delayed{*backend};
    backend->script(Reply::hold());
    backend->script(Reply::status(200).delayed(1h));
    held.send(create());
    BOOST_TEST(backend->wait_for_requests(1, 10s));
    delayed.send(create());
    BOOST_TEST(backend->wait_for_requests(2, 10s));
    backend.reset();
    BOOST_TEST(held.read_to_the_end() == boost::asio::error::connection_reset);
    BOOST_TEST(delayed.read_to_the_end() == boost::asio::error::connection_reset);
}

BOOST_AUTO_TEST_CASE(a_slow_reader_receives_a_large_response)
{
    FakeBackend backend;
    BlockingClient client{backend};
    std::string const body(20'000'000, 'x');
    backend.script(Reply::text(200, "text/plain", body));
    client.send(create());
    BOOST_TEST(backend.wait_for_requests(1, 10s));
    BOOST_TEST((client.read().body == body));
}

BOOST_AUTO_TEST_SUITE_END()
