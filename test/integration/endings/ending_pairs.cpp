#include "support/situations.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using boost::asio::cancellation_type;
using clerk::Delivery;
using clerk::ErrorKind;

// Two events that end a call in one turn of the context, in every phase. The first one decides; the handler is invoked at most
// once.
BOOST_AUTO_TEST_SUITE(ending_pairs)

namespace {

/// Checks that the call completed once, with the first of the two.
void check_ended_by(ErrorKind kind, PhaseCase const& in, Situation& situation)
{
    situation.peer.open("go");
    auto const& result = situation.rig->finish(situation.call);
    check_error(result, {kind, in.sent ? Delivery::unknown : Delivery::not_sent, in.phase, in.status});
    if (situation.has_before) BOOST_TEST(situation.before.completions == 1);
}

void let_pass(std::chrono::steady_clock::time_point moment)
{
    while (std::chrono::steady_clock::now() < moment) std::this_thread::yield();
}

} // namespace

BOOST_AUTO_TEST_CASE(cancelled_and_then_closed_is_cancelled_edge)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter();
            situation->call.signal.emit(cancellation_type::terminal);
            situation->rig->client.close();
            check_ended_by(ErrorKind::cancelled, in, *situation);
            BOOST_TEST(situation->rig->stats().connections_open == 0U);
        }
}

BOOST_AUTO_TEST_CASE(closed_and_then_cancelled_is_closed_edge)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter();
            situation->rig->client.close();
            for (auto type : {cancellation_type::total, cancellation_type::partial, cancellation_type::terminal})
                situation->call.signal.emit(type);
            check_ended_by(ErrorKind::closed, in, *situation);
        }
}

BOOST_AUTO_TEST_CASE(a_deadline_that_has_passed_and_then_closed_is_closed_edge)
{
    for (auto const& in : phase_cases())
    {
        if (!in.can_expire) continue;
        BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            auto const begun = std::chrono::steady_clock::now();
            situation->enter({.timeout = 200ms, .max_attempts = 0, .rate_limit = {}});
            let_pass(begun + 250ms);
            situation->rig->client.close();
            check_ended_by(ErrorKind::closed, in, *situation);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_late_total_cancellation_keeps_the_deadline_edge)
{
    for (auto const& in : phase_cases())
    {
        if (!in.sent) continue;
        BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter({.timeout = 200ms, .max_attempts = 0, .rate_limit = {}});
            situation->call.signal.emit(cancellation_type::total);
            run_until(situation->rig->context, [&] { return situation->call.result.has_value(); });
            check_ended_by(ErrorKind::timeout, in, *situation);
        }
    }
}

BOOST_AUTO_TEST_CASE(calls_of_a_destroyed_client_can_be_cancelled_in_any_phase)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter();
            situation->rig->destroy_client();
            situation->call.signal.emit(cancellation_type::terminal);
            situation->peer.open("go");
            run_out(situation->rig->context);
            BOOST_TEST_REQUIRE(situation->call.completions == 1);
            check_error(*situation->call.result,
                        {ErrorKind::cancelled, in.sent ? Delivery::unknown : Delivery::not_sent, in.phase, in.status});
        }
}

BOOST_AUTO_TEST_CASE(destroying_the_client_lets_calls_in_any_phase_complete)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->options.timeouts.connect = 300ms;
            bool const pauses = in.phase == clerk::Phase::backoff;
            situation->enter({.timeout = {}, .max_attempts = pauses ? 0 : 1, .rate_limit = {}});
            situation->rig->destroy_client();
            situation->peer.open("go");
            run_out(situation->rig->context);
            BOOST_TEST_REQUIRE(situation->call.completions == 1);
            auto const& result = *situation->call.result;
            bool const connects =
                in.phase == clerk::Phase::resolve || in.phase == clerk::Phase::connect || in.phase == clerk::Phase::handshake;
            if (connects) // ends at the connect timeout
                BOOST_TEST((!result && result.error().delivery == Delivery::not_sent && result.error().phase == in.phase));
            else
                check_created(result, "ok");
            if (situation->has_before) check_created(*situation->before.result, "ok");
        }
}

BOOST_AUTO_TEST_CASE(destroying_the_context_discards_a_posted_handler_edge)
{
    for (auto const& in : phase_cases())
        for (bool const closes : {false, true}) BOOST_TEST_CONTEXT(in.name << (closes ? ", closed" : ", cancelled"))
            {
                auto const situation = in.make();
                situation->enter();
                if (closes)
                    situation->rig->client.close();
                else
                    situation->call.signal.emit(cancellation_type::terminal);
                situation->rig.reset();
                BOOST_TEST(situation->call.completions == 0);
            }
}

BOOST_AUTO_TEST_SUITE_END()
