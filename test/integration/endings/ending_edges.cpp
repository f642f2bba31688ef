#include "support/manual_clock.hpp"
#include "support/situations.hpp"

#include <boost/asio/strand.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using boost::asio::cancellation_type;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Two events in one turn of the context: the call completes once, with one of the two.
BOOST_AUTO_TEST_SUITE(ending_edges)

namespace {

Script const answers{step::expect_request(), step::send(created("first")), step::mark("answered"), step::expect_request(),
                     step::send(created("second"))};

/// Starts a call and runs turns of the context until the response is processed but the handler has not been invoked.
void run_until_answered(Rig& rig, Rig::Call& call)
{
    call.executor = boost::asio::make_strand(rig.context); // on the client's executor, it would be invoked with the response
    rig.begin(call);
    run_until(rig.context, [&] { return rig.stats().attempts == 1 && rig.stats().connections_idle == 1; });
    BOOST_TEST_REQUIRE(!call.result.has_value());
}

} // namespace

BOOST_AUTO_TEST_CASE(a_cancellation_after_the_response_is_ignored_edge)
{
    for (auto type : {cancellation_type::terminal, cancellation_type::partial, cancellation_type::total})
    {
        ScriptedPeer peer{{answers}};
        Rig rig{peer.client_options()};
        Rig::Call call;
        run_until_answered(rig, call);
        call.signal.emit(type);
        check_created(rig.finish(call), "first");
        BOOST_TEST(rig.stats().connections_idle == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_close_after_the_response_is_ignored_edge)
{
    ScriptedPeer peer{{answers}};
    Rig rig{peer.client_options()};
    Rig::Call call;
    run_until_answered(rig, call);
    rig.client.close();
    check_created(rig.finish(call), "first");
    BOOST_TEST(rig.stats().connections_open == 0U);
}

BOOST_AUTO_TEST_CASE(a_handler_on_the_clients_executor_runs_inline)
{
    ScriptedPeer peer{{answers}};
    Rig rig{peer.client_options()};
    Rig::Call call;
    rig.begin(call);
    run_until(rig.context, [&] { return rig.stats().attempts == 1 && rig.stats().connections_idle == 1; });
    BOOST_TEST(call.result.has_value());
    check_created(rig.finish(call), "first");
}

BOOST_AUTO_TEST_CASE(cancelling_before_the_response_is_read_ends_the_call_edge)
{
    ScriptedPeer peer{{answers, {step::expect_request(), step::send(created("other"))}}};
    Rig rig{peer.client_options()};
    Rig::Call call;
    rig.begin(call);
    run_until(rig.context, [&] { return rig.stats().attempts == 1; });
    BOOST_TEST_REQUIRE(peer.wait_for_mark("answered"));
    call.signal.emit(cancellation_type::terminal);
    check_error(rig.finish(call), {ErrorKind::cancelled, Delivery::unknown, Phase::read});
    Rig::Call next;
    rig.begin(next);
    check_created(rig.finish(next), "other");
}

BOOST_AUTO_TEST_CASE(a_deadline_and_a_response_in_one_turn_complete_once_edge)
{
    ScriptedPeer peer{{answers, answers}};
    Rig rig{peer.client_options()};
    Rig::Call call;
    auto const begun = std::chrono::steady_clock::now();
    rig.begin(call, {.timeout = 200ms, .max_attempts = 0, .rate_limit = {}});
    run_until(rig.context, [&] { return rig.stats().attempts == 1; });
    BOOST_TEST_REQUIRE(peer.wait_for_mark("answered"));
    while (std::chrono::steady_clock::now() < begun + 250ms) std::this_thread::yield();
    auto const& result = rig.finish(call);
    if (result)
        check_created(result, "first");
    else
        check_error(result, {ErrorKind::timeout, Delivery::unknown, Phase::read});
}

BOOST_AUTO_TEST_CASE(deadline_and_cancellation_in_one_turn_end_the_call_once_edge)
{
    for (auto const& in : phase_cases())
    {
        if (!in.can_expire) continue;
        BOOST_TEST_CONTEXT(in.name)
        {
            ManualClock clock;
            auto const situation = in.make();
            situation->dependencies.engine.timer = clock.factory();
            situation->enter({.timeout = 200ms, .max_attempts = 0, .rate_limit = {}});
            clock.advance(250ms); // found when the context runs
            situation->call.signal.emit(cancellation_type::terminal);
            situation->call.signal.emit(cancellation_type::partial);
            run_until(situation->rig->context, [&] { return situation->call.result.has_value(); });
            situation->peer.open("go");
            auto const& result = situation->rig->finish(situation->call);
            check_error(result, {ErrorKind::cancelled, in.sent ? Delivery::unknown : Delivery::not_sent, in.phase, in.status});
        }
    }
}

BOOST_AUTO_TEST_CASE(a_cancellation_right_after_the_start_sends_nothing_edge)
{
    ScriptedPeer peer{{answers}};
    Rig rig{peer.client_options()};
    Rig::Call call;
    rig.begin(call);
    call.signal.emit(cancellation_type::total);
    auto const& result = rig.finish(call);
    check_error(result, {ErrorKind::cancelled, Delivery::not_sent, Phase::connect});
    BOOST_TEST(peer.requests().empty());
}

BOOST_AUTO_TEST_CASE(cancelling_at_once_on_an_idle_connection_gives_unknown_edge)
{
    ScriptedPeer peer{{answers}};
    Rig rig{peer.client_options()};
    Rig::Call first;
    rig.begin(first);
    rig.finish(first);
    Rig::Call call;
    rig.begin(call);
    call.signal.emit(cancellation_type::total);
    check_created(rig.finish(call), "second");
}

BOOST_AUTO_TEST_CASE(a_handler_can_cancel_another_call_edge)
{
    ScriptedPeer peer{{{step::expect_request(), step::gate("go"), step::send(created("first"))}, {step::expect_request()}}};
    auto options = peer.client_options();
    Rig rig{options};
    boost::asio::cancellation_signal signal;
    std::optional<Created> one;
    std::optional<Created> two;
    rig.invitations.create("a@example.com", [&](Created created) {
        one.emplace(std::move(created));
        signal.emit(cancellation_type::terminal);
    });
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    rig.invitations.create("b@example.com",
                           boost::asio::bind_cancellation_slot(signal.slot(), [&](Created created) { two.emplace(created); }));
    peer.open("go");
    run_out(rig.context);
    BOOST_TEST_REQUIRE((one && two));
    check_created(*one, "first");
    BOOST_TEST(two->error().kind == ErrorKind::cancelled);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
