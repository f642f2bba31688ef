#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::RateLimitMode;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;

// A 429 blocks all calls. No call is sent during the block, and none waits beyond its deadline.
BOOST_AUTO_TEST_SUITE(rate_limits)

namespace {

std::chrono::milliseconds since(std::chrono::steady_clock::time_point begun)
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

Script limited_then_ok(std::string const& fields)
{
    return {step::expect_request(), step::send(refused(429, "too_many_requests", fields)), step::expect_request(),
            step::send(created("ok"))};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_call_waits_for_retry_after_and_retries)
{
    ScriptedPeer peer{{limited_then_ok("Retry-After: 1\r\n")}};
    Rig rig{peer.client_options()};
    auto const begun = std::chrono::steady_clock::now();
    check_created(rig.create(), "ok");
    BOOST_TEST(since(begun).count() >= 1000);
    BOOST_TEST(since(begun).count() < 2000);
    auto const stats = rig.client.stats();
    BOOST_TEST(stats.rate_limit_waits == 1U);
    BOOST_TEST(stats.retries == 1U);
    BOOST_TEST(stats.attempts == 2U);
    BOOST_TEST(peer.seen().accepted == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_usable_retry_after_a_call_backs_off)
{
    for (std::string const fields : {"", "Retry-After: soon\r\n", "Retry-After: -5\r\n", "Retry-After: 0\r\n"})
        BOOST_TEST_CONTEXT(fields)
        {
            ScriptedPeer peer{{limited_then_ok(fields)}};
            Rig rig{peer.client_options()};
            check_created(rig.create(), "ok");
            BOOST_TEST(peer.requests().size() == 2U);
        }
}

BOOST_AUTO_TEST_CASE(fail_fast_fails_at_once_and_the_next_call_is_not_sent)
{
    ScriptedPeer peer{{limited_then_ok("Retry-After: 100\r\n")}};
    auto options = peer.client_options();
    options.rate_limit.mode = RateLimitMode::fail_fast;
    Rig rig{options};
    auto const begun = std::chrono::steady_clock::now();
    auto const first = rig.create();
    check_error(first, {ErrorKind::rate_limited, Delivery::rejected, Phase::read, 429});
    BOOST_TEST((first.error().retry_after == std::optional{100s}));
    auto const second = rig.create();
    check_error(second, {ErrorKind::rate_limited, Delivery::not_sent, Phase::backoff, 0});
    BOOST_TEST_REQUIRE(second.error().retry_after.has_value());
    BOOST_TEST((*second.error().retry_after <= 100s && *second.error().retry_after >= 98s));
    BOOST_TEST(peer.requests().size() == 1U);
    BOOST_TEST(since(begun).count() < 1000);
}

BOOST_AUTO_TEST_CASE(the_mode_can_be_set_for_one_call)
{
    ScriptedPeer peer{{limited_then_ok("Retry-After: 1\r\n")}};
    Rig rig{peer.client_options()};
    check_error(rig.create({.timeout = {}, .max_attempts = {}, .rate_limit = RateLimitMode::fail_fast}),
                {ErrorKind::rate_limited, Delivery::rejected, Phase::read, 429});
    check_created(rig.create(), "ok");
    BOOST_TEST(rig.client.stats().rate_limit_waits == 1U);
}

BOOST_AUTO_TEST_CASE(a_rate_limit_past_the_deadline_fails_at_once)
{
    ScriptedPeer peer{{limited_then_ok("Retry-After: 3600\r\n")}};
    Rig rig{peer.client_options()};
    auto const begun = std::chrono::steady_clock::now();
    auto const first = rig.create();
    check_error(first, {ErrorKind::rate_limited, Delivery::rejected, Phase::read, 429});
    BOOST_TEST((first.error().retry_after == std::optional{3600s}));
    BOOST_TEST(first.error().not_retried == clerk::NotRetried::delay_exceeds_deadline);
    check_error(rig.create(), {ErrorKind::rate_limited, Delivery::not_sent, Phase::backoff, 0});
    BOOST_TEST(since(begun).count() < 1000);
    BOOST_TEST(peer.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(exhausted_attempts_return_the_last_error)
{
    auto const limit = refused(429, "too_many_requests");
    ScriptedPeer peer{{{step::expect_request(), step::send(limit), step::expect_request(), step::send(limit),
                        step::expect_request(), step::send(limit)}}};
    Rig rig{peer.client_options()};
    auto const result = rig.create();
    check_error(result, {ErrorKind::rate_limited, Delivery::rejected, Phase::read, 429});
    BOOST_TEST(result.error().attempts == 3);
    BOOST_TEST(result.error().trace_id == "t1");
    BOOST_TEST(peer.requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(after_a_429_other_calls_wait_unsent)
{
    FakeBackend backend;
    backend.remove_limit(Endpoint::create);
    backend.script(Reply::status(429).with_header("Retry-After", "1"), 4);
    auto options = backend.client_options();
    options.pool.max_connections = 4;
    Rig rig{options};
    std::vector<std::optional<Created>> results(200);
    for (std::size_t i = 0; i < results.size(); ++i) rig.begin(results[i], {}, "u" + std::to_string(i) + "@example.com");
    run_out(rig.context);
    for (auto const& result : results)
    {
        BOOST_TEST_REQUIRE(result.has_value());
        BOOST_TEST_REQUIRE(result->has_value(), (*result ? "" : result->error().message()));
    }
    // Only calls that were running at the first 429 can have received another one.
    BOOST_TEST(backend.requests().size() <= 204U);
    BOOST_TEST(backend.invitations().size() == 200U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(the_hourly_limit_refuses_the_hundred_and_first_at_once)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create, 100, 1h);
    Rig rig{backend.client_options()};
    std::vector<std::optional<Created>> results(150);
    for (std::size_t i = 0; i < results.size(); ++i) rig.begin(results[i], {}, "u" + std::to_string(i) + "@example.com");
    auto const begun = std::chrono::steady_clock::now();
    run_out(rig.context);
    BOOST_TEST(since(begun).count() < 5000);
    std::size_t good = 0;
    for (auto const& result : results)
    {
        BOOST_TEST_REQUIRE(result.has_value());
        if (*result)
        {
            ++good;
            continue;
        }
        BOOST_TEST(result->error().kind == ErrorKind::rate_limited);
        BOOST_TEST(result->error().retry_after.has_value());
    }
    BOOST_TEST(good == 100U);
    // Each connection may have had one running request at the first 429.
    BOOST_TEST(backend.requests().size() <= 116U);
    BOOST_TEST(backend.invitations().size() == 100U);
}

BOOST_AUTO_TEST_CASE(held_calls_continue_when_the_limit_ends)
{
    ScriptedPeer peer{{limited_then_ok("Retry-After: 1\r\n") + Script{step::expect_request(), step::send(created("ok"))}}};
    auto options = peer.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::optional<Created> one;
    std::optional<Created> two;
    rig.begin(one);
    rig.begin(two);
    run_out(rig.context);
    BOOST_TEST_REQUIRE((one && two));
    check_created(*one, "ok");
    check_created(*two, "ok");
    BOOST_TEST(peer.requests().size() == 3U);
    BOOST_TEST(rig.client.stats().rate_limit_waits == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
