#include "support/answers.hpp"
#include "support/rig.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>

#include <array>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
namespace asio = boost::asio;

// Calls in Asio's parallel groups and awaitable operators.
BOOST_AUTO_TEST_SUITE(parallel_groups)

namespace {

Script const quick{step::expect_request(), step::send(created("quick"))};
Script const slow{step::expect_request(), step::mark("slow"), step::stall()};

struct Ended
{
    std::array<std::size_t, 2> order{};
    std::optional<Created> first;
    std::optional<Created> second;
};

auto into(std::optional<Ended>& ended)
{
    return [&ended](std::array<std::size_t, 2> order, Created first, Created second) {
        ended.emplace(Ended{order, std::move(first), std::move(second)});
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(wait_for_all_returns_both_results)
{
    ScriptedPeer peer{{quick + quick}};
    Rig rig{peer.client_options()};
    std::optional<Ended> ended;
    asio::experimental::make_parallel_group(rig.invitations.create("a@example.com", asio::deferred),
                                            rig.invitations.create("b@example.com", asio::deferred))
        .async_wait(asio::experimental::wait_for_all(), into(ended));
    run_out(rig.context);
    BOOST_TEST_REQUIRE(ended.has_value());
    check_created(*ended->first, "quick");
    check_created(*ended->second, "quick");
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(wait_for_one_cancels_the_other)
{
    ScriptedPeer peer{{slow, {step::handshake(), step::gate("go"), quick[0], quick[1]}}};
    Rig rig{peer.client_options()};
    std::optional<Ended> ended;
    asio::experimental::make_parallel_group(rig.invitations.create("a@example.com", asio::deferred),
                                            rig.invitations.create("b@example.com", asio::deferred))
        .async_wait(asio::experimental::wait_for_one(), into(ended));
    run_until(rig.context, [&] { return peer.seen().marks.contains("slow"); });
    peer.open("go");
    run_out(rig.context);
    BOOST_TEST_REQUIRE(ended.has_value());
    auto const& winner = ended->order[0] == 0 ? *ended->first : *ended->second;
    auto const& loser = ended->order[0] == 0 ? *ended->second : *ended->first;
    check_created(winner, "quick");
    check_error(loser, {ErrorKind::cancelled, Delivery::unknown, Phase::read});
    BOOST_TEST(peer.requests().size() == 2U);
    check_quiet(rig.client);
}

// Documented: without an `error_code`, Asio treats each completion as a success.
BOOST_AUTO_TEST_CASE(wait_for_one_success_counts_errors_as_success)
{
    using namespace asio::experimental::awaitable_operators;
    ScriptedPeer peer{{slow}};
    Rig rig{peer.client_options()};
    std::optional<Ended> ended;
    asio::experimental::make_parallel_group(rig.invitations.create("no address", asio::deferred),
                                            rig.invitations.create("b@example.com", asio::deferred))
        .async_wait(asio::experimental::wait_for_one_success(), into(ended));
    run_out(rig.context);
    BOOST_TEST_REQUIRE(ended.has_value());
    BOOST_TEST(ended->first->error().kind == ErrorKind::invalid_argument);
    BOOST_TEST(ended->second->error().kind == ErrorKind::cancelled);
    auto const either = run(rig.context, rig.invitations.create("no address") || rig.invitations.create("b@example.com"));
    BOOST_TEST(either.index() == 0U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_cancelled_group_cancels_all_calls)
{
    ScriptedPeer peer{{slow}};
    Rig rig{peer.client_options()};
    std::optional<Ended> ended;
    asio::cancellation_signal signal;
    asio::experimental::make_parallel_group(rig.invitations.create("a@example.com", asio::deferred),
                                            rig.invitations.create("b@example.com", asio::deferred))
        .async_wait(asio::experimental::wait_for_all(), asio::bind_cancellation_slot(signal.slot(), into(ended)));
    run_until(rig.context, [&] { return peer.seen().marks.count("slow") == 2; });
    signal.emit(asio::cancellation_type::terminal);
    run_out(rig.context);
    BOOST_TEST_REQUIRE(ended.has_value());
    check_error(*ended->first, {ErrorKind::cancelled, Delivery::unknown, Phase::read});
    check_error(*ended->second, {ErrorKind::cancelled, Delivery::unknown, Phase::read});
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(the_and_operator_returns_both_results)
{
    using namespace asio::experimental::awaitable_operators;
    ScriptedPeer peer{{quick + quick}};
    Rig rig{peer.client_options()};
    auto body = [](clerk::Invitations invitations) -> asio::awaitable<bool> {
        auto const [first, second] = co_await (invitations.create("a@example.com") && invitations.create("b@example.com"));
        co_return first.has_value() && second.has_value();
    };
    BOOST_TEST(run(rig.context, body(rig.invitations)));
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(the_or_operator_cancels_the_other)
{
    using namespace asio::experimental::awaitable_operators;
    ScriptedPeer peer{{slow, {step::handshake(), step::gate("go"), quick[0], quick[1]}}};
    Rig rig{peer.client_options()};
    std::optional<std::string> id;
    auto body = [](clerk::Invitations invitations, std::optional<std::string>& out) -> asio::awaitable<void> {
        auto const one = co_await (invitations.create("a@example.com") || invitations.create("b@example.com"));
        out = one.index() == 0 ? std::get<0>(one).value().id : std::get<1>(one).value().id;
    };
    asio::co_spawn(rig.context, body(rig.invitations, id), [](std::exception_ptr failure) { BOOST_TEST(!failure); });
    run_until(rig.context, [&] { return peer.seen().marks.contains("slow"); });
    peer.open("go");
    run_out(rig.context);
    BOOST_TEST((id == std::optional<std::string>{"quick"}));
    BOOST_TEST(rig.client.stats().connections_closed.cancelled == 1U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
