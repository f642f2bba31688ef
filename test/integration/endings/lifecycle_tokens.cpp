#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// `warm_up` and `shutdown` with completion tokens other than `use_awaitable`.
BOOST_AUTO_TEST_SUITE(lifecycle_tokens)

BOOST_AUTO_TEST_CASE(warm_up_and_shutdown_take_any_token)
{
    FakeBackend const backend;
    Rig rig{backend.client_options()};
    std::optional<clerk::Result<std::size_t>> warmed;
    rig.client.warm_up(2, [&warmed](clerk::Result<std::size_t> open) { warmed.emplace(std::move(open)); });
    BOOST_TEST(!warmed.has_value());
    run_out(rig.context);
    BOOST_TEST_REQUIRE(warmed.has_value());
    BOOST_TEST(warmed->value() == 2U);
    auto again = rig.client.warm_up(3, asio::use_future);
    run_out(rig.context);
    BOOST_TEST(again.get().value() == 3U);
    int shutdowns = 0;
    rig.client.shutdown(20s, [&shutdowns] { ++shutdowns; });
    BOOST_TEST(shutdowns == 0);
    auto future = rig.client.shutdown(20s, asio::use_future);
    run_out(rig.context);
    future.get();
    BOOST_TEST(shutdowns == 1);
    BOOST_TEST(rig.client.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(callbacks_of_warm_up_and_shutdown_run_on_their_executor)
{
    FakeBackend const backend;
    Rig rig{backend.client_options()};
    asio::io_context other;
    int calls = 0;
    rig.client.warm_up(1, asio::bind_executor(other.get_executor(), [&calls](clerk::Result<std::size_t> const&) { ++calls; }));
    run_out(rig.context);
    BOOST_TEST(calls == 0);
    run_out(other);
    BOOST_TEST(calls == 1);
    rig.client.shutdown(0ms, asio::bind_executor(other.get_executor(), [&calls] { ++calls; }));
    run_out(rig.context);
    BOOST_TEST(calls == 1);
    run_out(other);
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(callbacks_of_a_pending_shutdown_can_be_cancelled)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("a"))}}};
    Rig rig{peer.client_options()};
    std::optional<Created> result;
    rig.begin(result);
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    asio::cancellation_signal signal;
    int shutdowns = 0;
    rig.client.shutdown(20s, asio::bind_cancellation_slot(signal.slot(), [&shutdowns] { ++shutdowns; }));
    signal.emit(asio::cancellation_type::terminal);
    run_until(rig.context, [&] { return shutdowns == 1; });
    BOOST_TEST(!result.has_value());
    peer.open("go");
    run_out(rig.context);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->has_value());
    BOOST_TEST(shutdowns == 1);
}

BOOST_AUTO_TEST_SUITE_END()
