#include "support/answers.hpp"
#include "support/rig.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/this_coro.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
namespace asio = boost::asio;

// The effects of cancellation on a coroutine.
BOOST_AUTO_TEST_SUITE(call_shapes_cancelled)

namespace {

asio::awaitable<void> keep(clerk::Client client, Created& kept)
{
    kept = co_await client.invitations().create("a@example.com");
}

asio::awaitable<void> keep_with_all_types(clerk::Client client, Created& kept)
{
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    kept = co_await client.invitations().create("a@example.com");
}

asio::awaitable<void> calls_twice(clerk::Client client, Created& first, bool& threw)
{
    first = co_await client.invitations().create("a@example.com");
    try
    {
        (void)co_await client.invitations().create("b@example.com");
    }
    catch (boost::system::system_error const&)
    {
        threw = true;
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(terminal_cancellation_of_a_coroutine_gives_a_result)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{peer.client_options()};
    Created kept;
    asio::cancellation_signal signal;
    bool done = false;
    asio::co_spawn(rig.context, keep(rig.client, kept),
                   asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr) { done = true; }));
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    signal.emit(asio::cancellation_type::terminal);
    run_out(rig.context);
    BOOST_TEST(done);
    check_error(kept, {ErrorKind::cancelled, Delivery::unknown, Phase::read});
}

BOOST_AUTO_TEST_CASE(partial_cancellation_reaches_a_coroutine_that_enables_it)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{peer.client_options()};
    Created kept;
    asio::cancellation_signal signal;
    asio::co_spawn(rig.context, keep_with_all_types(rig.client, kept),
                   asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    signal.emit(asio::cancellation_type::total);
    signal.emit(asio::cancellation_type::partial);
    run_out(rig.context);
    check_error(kept, {ErrorKind::cancelled, Delivery::unknown, Phase::read});
}

BOOST_AUTO_TEST_CASE(calls_after_terminal_cancellation_throw_unsent)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{peer.client_options()};
    Created first;
    bool threw = false;
    asio::cancellation_signal signal;
    asio::co_spawn(rig.context, calls_twice(rig.client, first, threw),
                   asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    signal.emit(asio::cancellation_type::terminal);
    run_out(rig.context);
    BOOST_TEST(first.error().kind == ErrorKind::cancelled);
    BOOST_TEST(threw);
    BOOST_TEST(peer.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
