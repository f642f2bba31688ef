#include "policy/retry_decision.hpp"

#include <boost/asio/error.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string_view>

using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::NotRetried;
using clerk::RateLimitMode;
using clerk::RetryOptions;
using clerk::detail::decide_retry;
using clerk::detail::RetryBudget;
using clerk::detail::RetryDecision;
using namespace std::chrono_literals;

namespace {

constexpr RetryOptions options{.max_attempts = 3, .base_delay = 100ms, .max_delay = 5s};

constexpr RetryBudget post{.idempotent = false, .attempt = 1, .max_attempts = 3, .time_left = 30s};
constexpr RetryBudget get{.idempotent = true, .attempt = 1, .max_attempts = 3, .time_left = 30s};

ClerkError failed(ErrorKind kind, Delivery delivery, int status = 0)
{
    ClerkError error;
    error.kind = kind;
    error.delivery = delivery;
    error.status = status;
    return error;
}

RetryDecision decide(ClerkError const& failure, RetryBudget const& budget, double sample = 0.5)
{
    return decide_retry(failure, budget, options, sample);
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_retry_decision)

BOOST_AUTO_TEST_CASE(each_failure_has_its_decision)
{
    enum Answer
    {
        again,
        no,
        forbidden
    };

    struct
    {
        ErrorKind kind;
        Delivery delivery;
        int status;
        Answer of_post, of_get;
    } const table[]{
        {ErrorKind::transport, Delivery::not_sent, 0, again, again},
        {ErrorKind::transport, Delivery::unknown, 0, forbidden, again},
        {ErrorKind::timeout, Delivery::not_sent, 0, again, again},
        {ErrorKind::timeout, Delivery::unknown, 0, forbidden, again},
        {ErrorKind::rate_limited, Delivery::rejected, 429, again, again},
        {ErrorKind::api, Delivery::rejected, 400, no, no},
        {ErrorKind::api, Delivery::rejected, 401, no, no},
        {ErrorKind::api, Delivery::rejected, 404, no, no},
        {ErrorKind::api, Delivery::rejected, 409, no, no},
        {ErrorKind::api, Delivery::rejected, 422, no, no},
        {ErrorKind::api, Delivery::unknown, 500, forbidden, no},
        {ErrorKind::api, Delivery::unknown, 501, forbidden, no},
        {ErrorKind::api, Delivery::unknown, 502, forbidden, again},
        {ErrorKind::api, Delivery::unknown, 503, forbidden, again},
        {ErrorKind::api, Delivery::unknown, 504, forbidden, again},
        {ErrorKind::api, Delivery::unknown, 505, forbidden, no},
        {ErrorKind::api, Delivery::unknown, 520, forbidden, again},
        {ErrorKind::api, Delivery::unknown, 524, forbidden, again},
        {ErrorKind::api, Delivery::unknown, 525, forbidden, no},
        {ErrorKind::protocol, Delivery::unknown, 0, forbidden, no},
        {ErrorKind::protocol, Delivery::unknown, 302, forbidden, no},
        {ErrorKind::decode, Delivery::unknown, 200, forbidden, no},
        {ErrorKind::tls, Delivery::not_sent, 0, no, no},
        {ErrorKind::cancelled, Delivery::not_sent, 0, no, no},
        {ErrorKind::cancelled, Delivery::unknown, 0, no, no},
        {ErrorKind::closed, Delivery::not_sent, 0, no, no},
        {ErrorKind::closed, Delivery::unknown, 0, no, no},
        {ErrorKind::pool_exhausted, Delivery::not_sent, 0, no, no},
        {ErrorKind::invalid_argument, Delivery::not_sent, 0, no, no},
    };

    for (auto const& row : table)
    {
        BOOST_TEST_CONTEXT(row.kind << ", " << row.delivery << ", status " << row.status)
        {
            auto const failure = failed(row.kind, row.delivery, row.status);
            for (auto const& [budget, answer] : {std::pair{post, row.of_post}, std::pair{get, row.of_get}})
            {
                auto const decision = decide(failure, budget);
                BOOST_TEST(decision.again == (answer == again));
                BOOST_TEST(decision.why_not == (answer == forbidden ? NotRetried::not_idempotent : NotRetried::none));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(truncated_responses_to_reads_are_retried)
{
    auto failure = failed(ErrorKind::protocol, Delivery::unknown, 200);
    failure.cause = boost::asio::error::connection_reset;
    BOOST_TEST(decide(failure, get).again);
    BOOST_TEST(!decide(failure, post).again);
    BOOST_TEST(decide(failure, post).why_not == NotRetried::not_idempotent);
}

BOOST_AUTO_TEST_CASE(an_ambiguous_post_is_never_retried)
{
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::closed); ++kind)
        for (int status = 0; status < 600; ++status)
            for (auto const mode : {RateLimitMode::wait, RateLimitMode::fail_fast})
            {
                if (static_cast<ErrorKind>(kind) == ErrorKind::rate_limited) continue; // has no effect by definition
                auto budget = post;
                budget.rate_limit = mode;
                if (decide(failed(static_cast<ErrorKind>(kind), Delivery::unknown, status), budget).again)
                    BOOST_ERROR(static_cast<ErrorKind>(kind) << ", status " << status);
            }
}

BOOST_AUTO_TEST_CASE(the_last_attempt_is_not_retried)
{
    auto const failure = failed(ErrorKind::transport, Delivery::not_sent);
    for (int const max : {1, 2, 3, 100})
        for (int attempt = 1; attempt <= max + 1; ++attempt)
        {
            auto const decision =
                decide(failure, {.idempotent = false, .attempt = attempt, .max_attempts = max, .time_left = 1h});
            BOOST_TEST(decision.again == (attempt < max));
            if (attempt >= max)
                BOOST_TEST(decision.why_not == (max == 1 ? NotRetried::retries_disabled : NotRetried::no_attempts_left));
        }
}

BOOST_AUTO_TEST_CASE(the_delay_is_that_of_backoff)
{
    auto const failure = failed(ErrorKind::transport, Delivery::not_sent);
    auto budget = post;
    BOOST_CHECK(decide(failure, budget, 0.5).delay == 50ms);
    budget.attempt = 2;
    BOOST_CHECK(decide(failure, budget, 0.5).delay == 100ms);
    BOOST_CHECK(decide(failure, budget, 0.0).delay == 0ms);
}

BOOST_AUTO_TEST_CASE(a_delay_past_the_deadline_is_reported)
{
    auto const failure = failed(ErrorKind::transport, Delivery::not_sent);
    auto budget = post;
    budget.time_left = 50ms;
    auto const decision = decide(failure, budget, 0.5);
    BOOST_TEST(!decision.again);
    BOOST_CHECK(decision.delay == 50ms);
    BOOST_TEST(decision.why_not == NotRetried::delay_exceeds_deadline);
    budget.time_left = 50ms + 1ns;
    BOOST_TEST(decide(failure, budget, 0.5).again);
    for (auto const left : {0ns, -1ns})
    {
        budget.time_left = left;
        BOOST_TEST(!decide(failure, budget, 0.0).again);
    }
}

BOOST_AUTO_TEST_CASE(calls_wait_for_retry_after_if_rate_limit_is_wait)
{
    auto failure = failed(ErrorKind::rate_limited, Delivery::rejected, 429);
    failure.retry_after = 20s;
    auto budget = post;
    BOOST_TEST(decide(failure, budget).again);
    BOOST_CHECK(decide(failure, budget).delay == 20s);
    budget.time_left = 20s;
    BOOST_TEST(!decide(failure, budget).again);
    BOOST_CHECK(decide(failure, budget).delay == 20s);
    budget.time_left = 30s;
    budget.rate_limit = RateLimitMode::fail_fast;
    BOOST_TEST(!decide(failure, budget).again);
    BOOST_TEST(decide(failure, budget).why_not == NotRetried::fail_fast);
}

BOOST_AUTO_TEST_CASE(without_retry_after_it_backs_off)
{
    auto failure = failed(ErrorKind::rate_limited, Delivery::rejected, 429);
    BOOST_CHECK(decide(failure, get).delay == 750ms);
    auto budget = get;
    budget.attempt = 2;
    BOOST_CHECK(decide(failure, budget).delay == 3s);
    budget.time_left = 1s;
    BOOST_CHECK(decide(failure, budget).delay == 500ms);
    BOOST_TEST(decide(failure, budget).again);
    failure.retry_after = 0s;
    BOOST_CHECK(decide(failure, get).delay == 50ms);
    failure.retry_after = 1s;
    BOOST_CHECK(decide(failure, get).delay == 1s);
}

BOOST_AUTO_TEST_CASE(retry_after_of_a_gateway_is_honoured)
{
    auto failure = failed(ErrorKind::api, Delivery::unknown, 503);
    failure.retry_after = 2s;
    BOOST_CHECK(decide(failure, get).delay == 2s);
    failure.retry_after = 1h;
    BOOST_TEST(!decide(failure, get).again);
    BOOST_TEST(!decide(failure, post).again);
}

BOOST_AUTO_TEST_SUITE_END()
