#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;
namespace asio = boost::asio;

// Destruction of client, handles and context in any order.
BOOST_AUTO_TEST_SUITE(client_lifetime)

namespace {

/// Records the destruction of its last copy.
struct Token
{
    std::shared_ptr<int> shared{std::make_shared<int>(0)};
    std::weak_ptr<int> gone{shared};

    [[nodiscard]] std::shared_ptr<int> take() { return std::move(shared); }
};

clerk::ClientOptions few_connections(ScriptedPeer const& peer)
{
    auto options = peer.client_options();
    options.pool.max_connections = 2;
    return options;
}

} // namespace

BOOST_AUTO_TEST_CASE(calls_outlive_client_and_handle)
{
    ScriptedPeer peer{
        {{step::expect_request(), step::gate("go"), step::send(created("a")), step::expect_request(), step::send(created("b"))}}};
    asio::io_context context;
    std::vector<std::optional<Created>> results(6);
    {
        clerk::Client client{context.get_executor(), few_connections(peer)};
        auto const invitations = client.invitations();
        for (auto& result : results)
            invitations.create("a@example.com", [&result](Created created) { result.emplace(std::move(created)); });
        run_until(context, [&] { return peer.requests().size() == 2; });
    }
    peer.open("go");
    run_out(context);
    std::size_t good = 0;
    for (auto const& result : results)
    {
        BOOST_TEST_REQUIRE(result.has_value());
        good += result->has_value() ? 1U : 0U;
    }
    BOOST_TEST(good >= 4U);
    BOOST_TEST(peer.wait_for_closed(2), "the last call closed the pool");
}

// Destroying one call must not destroy the next one recursively.
BOOST_AUTO_TEST_CASE(a_destroyed_context_may_have_many_waiting_calls)
{
    constexpr int calls = 60'000;
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    std::optional<asio::io_context> context{std::in_place};
    auto options = few_connections(peer);
    options.pool.max_waiting = calls;
    clerk::Client const client{context->get_executor(), options};
    int invoked = 0;
    for (int i = 0; i < calls; ++i) client.invitations().create("a@example.com", [&invoked](Created) { ++invoked; });
    BOOST_TEST(client.stats().calls_waiting == static_cast<std::size_t>(calls));
    context.reset();
    BOOST_TEST(invoked == 0);
    BOOST_TEST(client.stats().calls_waiting == 0U);
}

BOOST_AUTO_TEST_CASE(destroying_the_context_first_destroys_handlers)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Token token;
    bool invoked = false;
    {
        std::optional<asio::io_context> context{std::in_place};
        clerk::Client client{context->get_executor(), few_connections(peer)};
        auto const shared = token.take();
        for (int i = 0; i < 6; ++i) client.invitations().create("a@example.com", [&invoked, shared](Created) { invoked = true; });
        run_until(*context, [&] { return peer.requests().size() == 2; });
        BOOST_TEST(shared.use_count() == 7);
        context.reset();
        BOOST_TEST(shared.use_count() == 1);
        BOOST_TEST(client.stats().connections_open == 0U);
        BOOST_TEST(client.stats().connections_leased == 0U);
        BOOST_TEST(client.stats().calls_waiting == 0U);
    }
    BOOST_TEST(token.gone.expired());
    BOOST_TEST(!invoked);
    BOOST_TEST(peer.wait_for_closed(2));
}

BOOST_AUTO_TEST_CASE(a_context_may_be_destroyed_before_an_idle_client)
{
    FakeBackend backend;
    std::optional<asio::io_context> context{std::in_place};
    clerk::Client client{context->get_executor(), backend.client_options()};
    std::optional<Created> result;
    client.invitations().create("a@example.com", [&](Created created) { result.emplace(std::move(created)); });
    run_out(*context);
    BOOST_TEST(client.stats().connections_idle == 1U);
    context.reset();
    BOOST_TEST(client.stats().connections_open == 0U);
    BOOST_TEST(backend.wait_for_open_connections(0, 10s));
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((*result)->email_address == "a@example.com", "a result owns its memory");
}

BOOST_AUTO_TEST_CASE(a_context_may_be_destroyed_before_a_client_on_its_strand)
{
    FakeBackend backend;
    std::optional<asio::io_context> context{std::in_place};
    clerk::Client client{asio::make_strand(*context), backend.client_options()};
    std::optional<Created> result;
    client.invitations().create("a@example.com", [&](Created created) { result.emplace(std::move(created)); });
    run_out(*context);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->has_value());
    context.reset(); // also destroys the implementation of the strand
    BOOST_TEST(client.stats().connections_open == 0U);
    client.close();
}

BOOST_AUTO_TEST_CASE(a_context_may_be_destroyed_with_undelivered_results)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(created("a"))}}};
    Token token;
    {
        std::optional<asio::io_context> context{std::in_place};
        clerk::Client client{context->get_executor(), peer.client_options()};
        auto const shared = token.take();
        client.invitations().create("a@example.com", [shared](Created) {});
        run_until(*context, [&] { return client.stats().connections_idle == 1; });
        client.invitations().create("", [shared](Created) {});
        context.reset();
        BOOST_TEST(shared.use_count() == 1);
    }
    BOOST_TEST(token.gone.expired());
}

BOOST_AUTO_TEST_CASE(a_coroutine_may_own_the_client_of_its_context)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Token token;
    {
        asio::io_context context;
        auto body = [](clerk::Client client, std::shared_ptr<int>) -> asio::awaitable<void> {
            auto const result = co_await client.invitations().create("a@example.com");
            BOOST_ERROR("never resumed");
        };
        asio::co_spawn(context, body(clerk::Client{context.get_executor(), peer.client_options()}, token.take()), asio::detached);
        run_until(context, [&] { return peer.requests().size() == 1; });
    }
    BOOST_TEST(token.gone.expired());
}

BOOST_AUTO_TEST_CASE(an_idle_client_keeps_no_context_alive)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    run_out(rig.context);
    BOOST_TEST(rig.create().has_value());
    BOOST_TEST(rig.client.stats().connections_idle == 1U);
    run_out(rig.context);
    BOOST_TEST(rig.client.stats().connections_idle == 1U);
}

BOOST_AUTO_TEST_CASE(closing_ends_waiting_and_running_calls)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{few_connections(peer)};
    std::vector<std::optional<Created>> results(10);
    for (auto& result : results) rig.begin(result);
    run_until(rig.context, [&] { return peer.requests().size() == 2; });
    BOOST_TEST(rig.client.stats().calls_waiting == 8U);
    rig.client.close();
    rig.client.close();
    run_out(rig.context);
    std::size_t unknown = 0;
    for (auto const& result : results)
    {
        BOOST_TEST_REQUIRE(result.has_value());
        BOOST_TEST(result->error().kind == ErrorKind::closed);
        unknown += result->error().delivery == Delivery::unknown ? 1U : 0U;
    }
    BOOST_TEST(unknown == 2U);
    BOOST_TEST(rig.client.stats().connections_open == 0U);
    check_error(rig.create(), {ErrorKind::closed, Delivery::not_sent, Phase::queue});
    BOOST_TEST(peer.requests().size() == 2U);
    BOOST_TEST(peer.wait_for_closed(2));
}

BOOST_AUTO_TEST_CASE(a_handler_may_close_the_client)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    std::vector<std::optional<Created>> results(5);
    rig.invitations.create("first@example.com", [&](Created) { rig.client.close(); });
    for (auto& result : results) rig.begin(result);
    run_out(rig.context);
    for (auto const& result : results) BOOST_TEST(result.has_value());
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(a_queue_of_size_zero_refuses_at_once)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("a"))}}};
    auto options = few_connections(peer);
    options.pool.max_waiting = 0;
    Rig rig{options};
    std::vector<std::optional<Created>> results(3);
    for (auto& result : results) rig.begin(result);
    run_until(rig.context, [&] { return peer.requests().size() == 2; });
    BOOST_TEST_REQUIRE(results[2].has_value());
    check_error(*results[2], {ErrorKind::pool_exhausted, Delivery::not_sent, Phase::queue});
    peer.open("go");
    run_out(rig.context);
    check_created(*results[0], "a");
    check_created(*results[1], "a");
}

BOOST_AUTO_TEST_CASE(waiting_calls_are_served_in_order)
{
    Script all;
    for (int i = 0; i < 20; ++i) all = all + Script{step::expect_request(), step::send(created("n" + std::to_string(i)))};
    ScriptedPeer peer{{all}};
    auto options = peer.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::vector<std::optional<Created>> results(20);
    for (auto& result : results) rig.begin(result);
    run_out(rig.context);
    for (std::size_t i = 0; i < results.size(); ++i) check_created(results[i].value(), "n" + std::to_string(i));
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(a_thousand_calls_at_once_share_sixteen_connections)
{
    clerk::testing::FakeBackendOptions how;
    FakeBackend backend{how};
    backend.remove_limit(clerk::testing::Endpoint::create);
    Rig rig{backend.client_options()};
    std::vector<std::optional<Created>> results(1000);
    for (std::size_t i = 0; i < results.size(); ++i) rig.begin(results[i], {}, "u" + std::to_string(i) + "@example.com");
    run_out(rig.context);
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        BOOST_TEST_REQUIRE(results[i].has_value());
        BOOST_TEST_REQUIRE(results[i]->has_value());
        BOOST_TEST((*results[i])->email_address == "u" + std::to_string(i) + "@example.com");
    }
    BOOST_TEST(backend.connections() <= 16U);
    BOOST_TEST(backend.requests().size() == 1000U);
    auto const stats = rig.client.stats();
    BOOST_TEST(stats.attempts == 1000U);
    BOOST_TEST(stats.retries == 0U);
    BOOST_TEST(stats.connections_created <= 16U);
    BOOST_TEST(stats.connections_reused == 1000U - stats.connections_created);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
