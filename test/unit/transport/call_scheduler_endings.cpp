#include "unit/transport/scheduler_rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using State = clerk::detail::CallBase::State;

BOOST_AUTO_TEST_SUITE(transport_call_scheduler_endings)

BOOST_AUTO_TEST_CASE(a_waiting_call_is_cancelled_at_once)
{
    SchedulerRig rig;
    auto const call = rig.start();
    BOOST_TEST(rig.stop(*call, StopReason::cancelled) == nullptr);
    BOOST_TEST_REQUIRE(call->error.has_value());
    BOOST_TEST(call->error->kind == ErrorKind::cancelled);
    BOOST_TEST(call->error->delivery == Delivery::not_sent);
    rig.connect();
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_running_call_is_aborted_on_its_connection)
{
    SchedulerRig rig;
    auto const call = rig.start();
    rig.connect();
    BOOST_TEST(rig.stop(*call, StopReason::cancelled) == rig.opened[0]);
    BOOST_TEST((call->stop_reason == StopReason::cancelled));
    BOOST_TEST(!call->error.has_value());
    rig.fail_exchange(*call, ErrorKind::cancelled, Delivery::unknown);
    BOOST_TEST_REQUIRE(call->error.has_value());
    BOOST_TEST(call->error->kind == ErrorKind::cancelled);
    BOOST_TEST(call->error->delivery == Delivery::unknown);
    BOOST_TEST(rig.scheduler.stats().connections_closed.cancelled == 1U);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_start_keeps_the_connection)
{
    SchedulerRig rig;
    auto const call = rig.start();
    rig.connect();
    BOOST_TEST(rig.stop(*call, StopReason::cancelled) != nullptr);
    rig.on([&](Actions& actions) {
        rig.scheduler.on_not_started(*call, *call->connection, StartResult::stopped, {}, rig.now(), actions);
    });
    BOOST_TEST_REQUIRE(call->error.has_value());
    BOOST_TEST(call->error->delivery == Delivery::not_sent);
    BOOST_TEST(rig.scheduler.stats().connections_idle == 1U);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(terminal_cancellation_overrides_a_total_one)
{
    SchedulerRig rig;
    auto const call = rig.start();
    rig.connect();
    BOOST_TEST(rig.stop(*call, StopReason::cancelled_if_unsent) != nullptr);
    BOOST_TEST(rig.stop(*call, StopReason::cancelled) != nullptr);
    BOOST_TEST((call->stop_reason == StopReason::cancelled));
    BOOST_TEST(rig.stop(*call, StopReason::deadline) != nullptr);
    BOOST_TEST((call->stop_reason == StopReason::cancelled));
    rig.fail_exchange(*call, ErrorKind::cancelled, Delivery::not_sent);
    BOOST_TEST(call->error->kind == ErrorKind::cancelled);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(an_attempt_timeout_of_a_read_is_retried)
{
    SchedulerRig rig;
    auto const call = rig.start(true);
    rig.connect();
    rig.timers.cancel(*call);
    BOOST_TEST(rig.stop(*call, StopReason::attempt_timeout) != nullptr);
    rig.fail_exchange(*call, ErrorKind::cancelled, Delivery::unknown);
    BOOST_TEST((call->state == State::held));
    BOOST_TEST((call->stop_reason == StopReason::none));
    rig.resume(*call);
    rig.connect(1);
    rig.respond(*call);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_cancellation_during_an_attempt_timeout_is_not_lost)
{
    for (auto const reason : {StopReason::cancelled, StopReason::closed, StopReason::deadline})
    {
        SchedulerRig rig;
        auto const call = rig.start(true);
        rig.connect();
        rig.timers.cancel(*call);
        BOOST_TEST(rig.stop(*call, StopReason::attempt_timeout) != nullptr);
        BOOST_TEST(rig.stop(*call, reason) != nullptr);
        rig.fail_exchange(*call, ErrorKind::cancelled, Delivery::unknown);
        BOOST_TEST((call->state == State::ended));
        rig.expect_idle();
    }
}

BOOST_AUTO_TEST_CASE(a_total_cancellation_after_the_first_byte_is_ignored)
{
    SchedulerRig rig;
    auto const call = rig.start(true);
    rig.connect();
    rig.timers.cancel(*call);
    BOOST_TEST(rig.stop(*call, StopReason::attempt_timeout) != nullptr);
    BOOST_TEST(rig.stop(*call, StopReason::cancelled_if_unsent) != nullptr);
    rig.fail_exchange(*call, ErrorKind::cancelled, Delivery::unknown);
    BOOST_TEST((call->state == State::held));
    rig.stop(*call, StopReason::cancelled);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_late_attempt_timeout_is_ignored)
{
    SchedulerRig rig;
    auto const call = rig.start(true);
    rig.connect();
    rig.fail_exchange(*call, ErrorKind::transport, Delivery::unknown);
    BOOST_TEST(rig.stop(*call, StopReason::attempt_timeout) == nullptr);
    BOOST_TEST(!call->error.has_value());
    rig.stop(*call, StopReason::cancelled);
    BOOST_TEST(call->error->phase == Phase::backoff);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(the_deadline_of_a_waiting_call_names_the_last_failure)
{
    SchedulerRig rig;
    auto const call = rig.start();
    rig.fail_connect(0);
    rig.resume(*call);
    rig.stop(*call, StopReason::deadline);
    BOOST_TEST(call->error->kind == ErrorKind::timeout);
    BOOST_TEST(call->error->detail.ends_with("the last connection attempt failed: the connection attempt failed"));
    rig.connect(1);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_rejection_after_an_ambiguous_attempt_is_unknown)
{
    SchedulerRig rig;
    auto traits = SchedulerRig::make_call()->traits;
    auto const call = std::make_shared<FakeCall>(clerk::detail::CallTraits{
        {.name = "DELETE request", .safe = false, .idempotent = true}, traits.timeout, traits.max_attempts});
    rig.on([&](Actions& actions) { rig.scheduler.start(call, rig.now(), actions); });
    rig.connect();
    rig.fail_exchange(*call, ErrorKind::transport, Delivery::unknown);
    rig.resume(*call);
    rig.connect(1);
    rig.respond(*call, {.status = 404, .reusable = true},
                clerk::detail::make_error(ErrorKind::api, Phase::read, Delivery::rejected, {}));
    BOOST_TEST_REQUIRE(call->error.has_value());
    BOOST_TEST(call->error->delivery == Delivery::unknown);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_closed_scheduler_refuses_calls)
{
    SchedulerRig rig;
    auto const running = rig.start();
    rig.connect();
    rig.close();
    rig.fail_exchange(*running, ErrorKind::cancelled, Delivery::unknown);
    rig.on([&](Actions& actions) { rig.scheduler.close_connections(actions); });
    BOOST_TEST(running->error->kind == ErrorKind::closed);
    BOOST_TEST(rig.start()->error->kind == ErrorKind::closed);
    BOOST_TEST(rig.scheduler.stats().connections_open == 0U);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_draining_scheduler_completes_running_calls)
{
    SchedulerRig rig;
    auto const running = rig.start();
    rig.connect();
    rig.scheduler.drain();
    BOOST_TEST(rig.start()->error->kind == ErrorKind::closed);
    rig.respond(*running);
    BOOST_TEST(!running->error.has_value());
    rig.on([&](Actions& actions) { rig.scheduler.on_idle(actions); });
    BOOST_TEST(rig.scheduler.stats().connections_open == 0U);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_fork_ends_all_calls_as_unknown)
{
    SchedulerRig rig;
    auto const running = rig.start();
    rig.connect();
    auto const waiting = rig.start();
    rig.on([&](Actions& actions) { rig.scheduler.on_forked(rig.now(), actions); });
    for (auto const& call : {running, waiting})
    {
        BOOST_TEST_REQUIRE(call->error.has_value());
        BOOST_TEST(call->error->kind == ErrorKind::cancelled);
        BOOST_TEST(call->error->delivery == Delivery::unknown);
    }
    BOOST_TEST(rig.scheduler.stats().connections_open == 0U);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(an_open_without_memory_is_repeated)
{
    SchedulerRig rig;
    rig.out_of_memory = true;
    auto const call = rig.start();
    BOOST_TEST(rig.opened.empty());
    rig.out_of_memory = false;
    rig.on([&](Actions& actions) { rig.scheduler.open_connections(rig.now(), actions); });
    BOOST_TEST_REQUIRE(rig.opened.size() == 1U);
    rig.connect();
    rig.respond(*call);
    rig.on([&](Actions& actions) { rig.scheduler.on_idle(actions); });
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(idle_connections_are_closed_after_a_suspend)
{
    SchedulerRig rig;
    auto const first = rig.start();
    rig.connect();
    rig.respond(*first);
    rig.asleep = 1min;
    auto const second = rig.start();
    BOOST_TEST(rig.closed.size() == 1U);
    BOOST_TEST_REQUIRE(rig.opened.size() == 2U);
    rig.connect(1);
    rig.respond(*second);
    rig.expect_idle();
}

BOOST_AUTO_TEST_SUITE_END()
