#include "support/situations.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using boost::asio::cancellation_type;
using clerk::Delivery;
using clerk::ErrorKind;

// Every way to end a call early, in every phase.
BOOST_AUTO_TEST_SUITE(early_endings)

namespace {

Delivery delivery_of(PhaseCase const& in)
{
    return in.sent ? Delivery::unknown : Delivery::not_sent;
}

/// Checks that the call ended as expected, that other calls succeed, and that the context is out of work.
void check_ended(PhaseCase const& in, Situation& situation, ErrorKind kind)
{
    run_until(situation.rig->context, [&] { return situation.call.result.has_value(); });
    check_error(*situation.call.result, {kind, delivery_of(in), in.phase, in.status});
    situation.peer.open("go");
    situation.rig->finish(situation.call);
    if (!situation.has_before) return;
    BOOST_TEST_REQUIRE(situation.before.result.has_value());
    check_created(*situation.before.result, "ok");
}

/// Checks that the peer received nothing of an unsent call.
std::size_t expected_requests(PhaseCase const& in, Situation const& situation)
{
    if (situation.has_before || in.name == "rate-limit hold") return 1;
    return in.sent && in.phase == clerk::Phase::read ? 1 : 0;
}

void check_cancelled(PhaseCase const& in, cancellation_type type)
{
    auto const situation = in.make();
    situation->enter();
    situation->call.signal.emit(type);
    BOOST_TEST(!situation->call.result.has_value(), "never inside emit");
    check_ended(in, *situation, ErrorKind::cancelled);
    if (in.phase != clerk::Phase::write) BOOST_TEST(situation->peer.requests().size() == expected_requests(in, *situation));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_deadline_ends_a_call_in_any_phase)
{
    for (auto const& in : phase_cases())
    {
        if (!in.can_expire) continue;
        BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            auto const begun = std::chrono::steady_clock::now();
            situation->enter({.timeout = 300ms, .max_attempts = 0, .rate_limit = {}});
            run_until(situation->rig->context, [&] { return situation->call.result.has_value(); });
            auto const took = std::chrono::steady_clock::now() - begun;
            BOOST_TEST((took >= 300ms));
            check_ended(in, *situation, ErrorKind::timeout);
        }
    }
}

BOOST_AUTO_TEST_CASE(terminal_cancellation_ends_a_call_in_any_phase)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name) check_cancelled(in, cancellation_type::terminal);
}

BOOST_AUTO_TEST_CASE(partial_cancellation_ends_a_call_in_any_phase)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name) check_cancelled(in, cancellation_type::partial);
}

BOOST_AUTO_TEST_CASE(total_cancellation_ends_an_unsent_call)
{
    for (auto const& in : phase_cases())
        if (!in.sent) BOOST_TEST_CONTEXT(in.name) check_cancelled(in, cancellation_type::total);
}

BOOST_AUTO_TEST_CASE(total_cancellation_is_ignored_after_the_first_byte)
{
    for (auto const& in : phase_cases())
    {
        if (!in.sent) continue;
        BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter();
            situation->call.signal.emit(cancellation_type::total);
            situation->call.signal.emit(cancellation_type::total);
            situation->peer.open("go");
            check_created(situation->rig->finish(situation->call), "ok");
            BOOST_TEST(situation->peer.requests().size() == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(terminal_after_ignored_total_cancellation_ends_the_call)
{
    for (auto const& in : phase_cases())
    {
        if (!in.sent) continue;
        BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter();
            situation->call.signal.emit(cancellation_type::total);
            situation->call.signal.emit(cancellation_type::terminal);
            check_ended(in, *situation, ErrorKind::cancelled);
        }
    }
}

BOOST_AUTO_TEST_CASE(closing_the_client_ends_a_call_in_any_phase)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter();
            situation->rig->client.close();
            BOOST_TEST(!situation->call.result.has_value(), "never inside close");
            auto const& result = situation->rig->finish(situation->call);
            check_error(result, {ErrorKind::closed, delivery_of(in), in.phase, in.status});
            if (situation->has_before)
                check_error(*situation->before.result, {ErrorKind::closed, Delivery::unknown, clerk::Phase::read});
            BOOST_TEST(situation->rig->stats().connections_open == 0U);
            Rig::Call late;
            situation->rig->begin(late);
            check_error(situation->rig->finish(late), {ErrorKind::closed, Delivery::not_sent, clerk::Phase::queue});
        }
}

BOOST_AUTO_TEST_CASE(destroying_the_context_destroys_handlers_in_any_phase)
{
    for (auto const& in : phase_cases()) BOOST_TEST_CONTEXT(in.name)
        {
            auto const situation = in.make();
            situation->enter();
            situation->rig.reset();
            BOOST_TEST(!situation->call.result.has_value());
        }
}

BOOST_AUTO_TEST_CASE(a_delay_past_the_deadline_is_not_started)
{
    for (auto const& in : phase_cases())
    {
        if (in.can_expire) continue;
        BOOST_TEST_CONTEXT(in.name)
        {
            bool const hold = in.name == "rate-limit hold";
            auto const situation = in.make();
            situation->enter({.timeout = 1s, .max_attempts = 0, .rate_limit = {}});
            auto const& result = situation->rig->finish(situation->call);
            if (hold)
                check_error(result, {ErrorKind::rate_limited, Delivery::rejected, clerk::Phase::read, 429});
            else
                check_error(result, {ErrorKind::transport, Delivery::not_sent, clerk::Phase::handshake});
            BOOST_TEST(result.error().not_retried == clerk::NotRetried::delay_exceeds_deadline);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
