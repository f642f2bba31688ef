#include "unit/transport/scheduler_rig.hpp"

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::NotRetried;
using clerk::Phase;
using State = clerk::detail::CallBase::State;

BOOST_AUTO_TEST_SUITE(transport_call_scheduler)

BOOST_AUTO_TEST_CASE(a_call_opens_a_connection_and_starts_on_it)
{
    SchedulerRig rig;
    auto const call = rig.start();
    BOOST_TEST((call->state == State::waiting));
    BOOST_TEST_REQUIRE(rig.opened.size() == 1U);
    rig.connect();
    BOOST_TEST_REQUIRE(rig.started.size() == 1U);
    BOOST_TEST(rig.started[0].first == call.get());
    BOOST_TEST(rig.started[0].second == rig.opened[0].get());
    rig.respond(*call);
    BOOST_TEST((call->state == State::ended));
    BOOST_TEST(!call->error.has_value());
    BOOST_TEST(rig.scheduler.stats().connections_idle == 1U);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_leased_first)
{
    SchedulerRig rig;
    auto const first = rig.start();
    rig.connect();
    rig.respond(*first);
    auto const second = rig.start();
    BOOST_TEST(rig.opened.size() == 1U);
    BOOST_TEST_REQUIRE(rig.started.size() == 2U);
    BOOST_TEST(rig.started[1].first == second.get());
    BOOST_TEST(rig.scheduler.stats().connections_reused == 1U);
    rig.respond(*second);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(the_keep_alive_time_of_the_last_response_counts)
{
    SchedulerRig rig;
    auto call = rig.start();
    rig.connect();
    rig.respond(*call, {.status = 200, .reusable = true, .keep_alive_timeout = 5s});
    rig.clock.advance(3s);
    call = rig.start();
    BOOST_TEST_REQUIRE(rig.started.size() == 2U);
    rig.respond(*call);
    rig.clock.advance(10s);
    call = rig.start();
    BOOST_TEST(rig.opened.size() == 1U);
    BOOST_TEST_REQUIRE(rig.started.size() == 3U);
    rig.respond(*call);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_released_connection_serves_the_next_waiter)
{
    SchedulerRig rig{{.pool = {.max_connections = 1}, .timeouts = {}, .retry = {}}};
    auto const first = rig.start();
    auto const second = rig.start();
    BOOST_TEST(rig.opened.size() == 1U);
    rig.connect();
    rig.respond(*first);
    BOOST_TEST_REQUIRE(rig.started.size() == 2U);
    BOOST_TEST(rig.started[1].first == second.get());
    rig.respond(*second);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_calls)
{
    SchedulerRig rig{{.pool = {.max_connections = 1, .max_waiting = 0}, .timeouts = {}, .retry = {}}};
    auto const first = rig.start();
    auto const second = rig.start();
    BOOST_TEST_REQUIRE(second->error.has_value());
    BOOST_TEST(second->error->kind == ErrorKind::pool_exhausted);
    rig.connect();
    rig.respond(*first);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_failed_connection_attempt_is_retried)
{
    SchedulerRig rig;
    auto const call = rig.start();
    rig.fail_connect(0);
    BOOST_TEST((call->state == State::held));
    BOOST_TEST(call->attempts == 1);
    rig.resume(*call);
    BOOST_TEST_REQUIRE(rig.opened.size() == 2U);
    rig.connect(1);
    rig.respond(*call);
    BOOST_TEST(!call->error.has_value());
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(an_ambiguous_create_is_not_retried)
{
    SchedulerRig rig;
    auto const call = rig.start();
    rig.connect();
    rig.fail_exchange(*call, ErrorKind::transport, Delivery::unknown);
    BOOST_TEST_REQUIRE(call->error.has_value());
    BOOST_TEST(call->error->delivery == Delivery::unknown);
    BOOST_TEST(call->error->not_retried == NotRetried::not_idempotent);
    BOOST_TEST(rig.scheduler.stats().connections_closed.error == 1U);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_lost_read_is_retried)
{
    SchedulerRig rig;
    auto const call = rig.start(true);
    rig.connect();
    rig.fail_exchange(*call, ErrorKind::transport, Delivery::unknown);
    BOOST_TEST((call->state == State::held));
    rig.resume(*call);
    rig.connect(1);
    rig.respond(*call);
    BOOST_TEST(call->attempts == 2);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_dead_connection_is_not_an_attempt)
{
    SchedulerRig rig;
    auto const first = rig.start();
    rig.connect();
    rig.respond(*first);
    auto const second = rig.start();
    rig.on([&](Actions& actions) {
        rig.scheduler.on_not_started(*second, *second->connection, StartResult::dead, {}, rig.now(), actions);
    });
    BOOST_TEST(second->attempts == 0);
    BOOST_TEST(rig.scheduler.stats().attempts == 1U);
    BOOST_TEST(rig.scheduler.stats().connections_closed.by_peer == 1U);
    BOOST_TEST((second->state == State::waiting));
    BOOST_TEST_REQUIRE(rig.opened.size() == 2U);
    rig.connect(1);
    rig.respond(*second);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_rate_limit_delays_the_other_calls)
{
    SchedulerRig rig;
    auto const limited = rig.start();
    rig.connect();
    auto error = clerk::detail::make_error(ErrorKind::rate_limited, Phase::read, Delivery::rejected, {});
    error.retry_after = 10s;
    rig.respond(*limited, {.status = 429, .reusable = true}, std::move(error));
    BOOST_TEST((limited->state == State::held));
    auto const other = rig.start();
    BOOST_TEST((other->state == State::held));
    BOOST_TEST(rig.scheduler.stats().rate_limit_waits == 2U);
    rig.clock.advance(10s);
    rig.resume(*limited);
    rig.respond(*limited);
    rig.resume(*other);
    rig.respond(*other);
    rig.expect_idle();
}

BOOST_AUTO_TEST_CASE(a_rate_limit_past_the_deadline_fails_at_once)
{
    SchedulerRig rig;
    auto const limited = rig.start();
    rig.connect();
    auto error = clerk::detail::make_error(ErrorKind::rate_limited, Phase::read, Delivery::rejected, {});
    error.retry_after = 1h;
    rig.respond(*limited, {.status = 429, .reusable = true}, std::move(error));
    BOOST_TEST_REQUIRE(limited->error.has_value());
    auto const other = rig.start();
    BOOST_TEST_REQUIRE(other->error.has_value());
    BOOST_TEST(other->error->kind == ErrorKind::rate_limited);
    BOOST_TEST(other->error->delivery == Delivery::not_sent);
    rig.expect_idle();
}

BOOST_AUTO_TEST_SUITE_END()
