#include "support/answers.hpp"
#include "support/injected_rig.hpp"
#include "support/manual_clock.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

// Deadlines are met with any number of waiting calls.
BOOST_AUTO_TEST_SUITE(deadlines_under_load)

namespace {

constexpr int calls = 10'000;

clerk::ClientOptions patient(ScriptedPeer const& peer)
{
    auto options = peer.client_options();
    options.pool.max_connections = 2;
    options.timeouts.connect = options.timeouts.response = options.timeouts.total = 24h;
    return options;
}

} // namespace

BOOST_AUTO_TEST_CASE(ten_thousand_calls_end_at_their_deadlines)
{
    ScriptedPeer const peer{{{step::expect_request(), step::stall()}}};
    ManualClock clock;
    clerk::detail::ClientDependencies dependencies;
    dependencies.engine.timer = clock.factory();
    InjectedRig rig{patient(peer), dependencies};
    std::deque<Rig::Call> running(2); // occupy all connections until the end
    for (auto& call : running) rig.begin(call, {.timeout = 12h, .max_attempts = 1, .rate_limit = {}});
    std::deque<Rig::Call> all(calls);
    for (int i = 0; i < calls; ++i)
        rig.begin(all[static_cast<std::size_t>(i)], {.timeout = 1000ms + i * 1ms, .max_attempts = 1, .rate_limit = {}});
    run_until(rig.context, [&] { return peer.requests().size() == 2; });
    BOOST_TEST(rig.stats().calls_waiting == std::size_t{calls});

    clock.advance(999ms);
    rig.context.restart();
    rig.context.poll();
    BOOST_TEST(!all[0].result.has_value());
    for (int elapsed = 1000; elapsed < 1000 + calls; elapsed += 777)
    {
        clock.advance(elapsed == 1000 ? 1ms : 777ms);
        rig.context.restart();
        rig.context.poll();
        auto const ended = static_cast<std::size_t>(elapsed - 1000) + 1;
        BOOST_TEST(all[ended - 1].result.has_value());
        BOOST_TEST(!all[std::min<std::size_t>(ended, calls - 1)].result.has_value());
        BOOST_TEST(rig.stats().calls_waiting == calls - ended);
    }
    clock.advance(calls * 1ms);
    rig.context.restart();
    rig.context.poll();
    for (auto const& call : all)
    {
        BOOST_TEST_REQUIRE(call.completions == 1);
        BOOST_TEST_REQUIRE((!*call.result && call.result->error().kind == ErrorKind::timeout));
        BOOST_TEST_REQUIRE((call.result->error().delivery == Delivery::not_sent));
    }
    BOOST_TEST(!running.front().result.has_value());
    clock.advance(12h);
    for (auto& call : running) check_error(rig.finish(call), {ErrorKind::timeout, Delivery::unknown, Phase::read});
    BOOST_TEST(peer.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(handlers_run_in_the_turn_that_detects_the_deadline)
{
    ScriptedPeer const peer{{{step::expect_request(), step::stall()}}};
    ManualClock clock;
    clerk::detail::ClientDependencies dependencies;
    dependencies.engine.timer = clock.factory();
    InjectedRig rig{patient(peer), dependencies};
    std::deque<Rig::Call> running(2);
    for (auto& call : running) rig.begin(call, {.timeout = 1h, .max_attempts = 1, .rate_limit = {}});
    std::deque<Rig::Call> waiting(100);
    for (auto& call : waiting) rig.begin(call, {.timeout = 1s, .max_attempts = 1, .rate_limit = {}});
    run_until(rig.context, [&] { return peer.requests().size() == 2; });

    int thrown = 0;
    for (auto i : {10, 20, 99})
        waiting[static_cast<std::size_t>(i)].in_handler = [] { throw std::runtime_error{"a handler's own"}; };
    clock.advance(1s);
    rig.context.restart();
    auto const one_turn = [&] {
        try
        {
            return rig.context.poll_one() > 0;
        }
        catch (std::runtime_error const&)
        {
            ++thrown;
            return true;
        }
    };
    auto const ended = [&] { return std::ranges::count_if(waiting, [](auto const& call) { return call.completions == 1; }); };
    while (ended() == 0 && one_turn())
    {}
    BOOST_TEST(ended() == 11); // an exception leaves the context at the end of the turn; the other handlers are posted
    while (one_turn())
    {}
    BOOST_TEST(thrown == 3);
    for (auto const& call : waiting) BOOST_TEST(call.completions == 1);
    clock.advance(1h);
    for (auto& call : running) check_error(rig.finish(call), {ErrorKind::timeout, Delivery::unknown, Phase::read});
}

BOOST_AUTO_TEST_CASE(ten_thousand_deadlines_are_never_early_by_the_wall_clock)
{
    using Clock = std::chrono::steady_clock;
    ScriptedPeer const peer{{{step::expect_request(), step::stall()}}};
    Rig rig{patient(peer)};
    Clock::duration worst{};
    int ended = 0;
    for (int i = 0; i < calls; ++i)
    {
        auto const timeout = 2500ms + i % 500 * 1ms;
        auto const deadline = Clock::now() + timeout;
        rig.invitations.create("a@example.com", {.timeout = timeout, .max_attempts = 1, .rate_limit = {}},
                               [&worst, &ended, deadline](Created created) {
                                   ended += !created && created.error().kind == ErrorKind::timeout ? 1 : 0;
                                   BOOST_REQUIRE((Clock::now() >= deadline));
                                   worst = std::max(worst, Clock::now() - deadline);
                               });
    }
    run_out(rig.context);
    BOOST_TEST(ended == calls);
    BOOST_TEST_MESSAGE("worst overshoot of 10,000 deadlines: "
                       << std::chrono::duration_cast<std::chrono::milliseconds>(worst).count() << " ms (goal: 50 ms)");
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
