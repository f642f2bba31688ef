#include "policy/backoff.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

using clerk::RetryOptions;
using clerk::detail::backoff;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {

// The largest sample that a uniform distribution in [0, 1) gives.
double const largest_sample = std::nextafter(1.0, 0.0);

RetryOptions options(std::chrono::milliseconds base, std::chrono::milliseconds cap)
{
    return {.max_attempts = 100, .base_delay = base, .max_delay = cap};
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_backoff)

BOOST_AUTO_TEST_CASE(never_exceeds_the_cap)
{
    for (int attempt = 1; attempt <= 1000; ++attempt)
        for (double const sample : {0.0, 0.5, 0.999999, largest_sample})
            BOOST_TEST_CONTEXT("attempt " << attempt << ", sample " << sample)
            {
                BOOST_CHECK(backoff(options(100ms, 5s), attempt, sample) < 5s);
                BOOST_CHECK(backoff(options(100ms, 5s), attempt, sample) >= 0s);
            }
}

BOOST_AUTO_TEST_CASE(doubles_until_the_cap)
{
    auto ceiling = nanoseconds{100ms};
    for (int attempt = 1; attempt <= 12; ++attempt, ceiling *= 2) BOOST_TEST_CONTEXT("attempt " << attempt)
        {
            auto const expected = std::min(ceiling, nanoseconds{5s});
            BOOST_TEST(backoff(options(100ms, 5s), attempt, 0.5).count() == (expected / 2).count());
        }
}

BOOST_AUTO_TEST_CASE(is_uniform_from_zero_to_the_cap)
{
    for (int tenth = 0; tenth < 10; ++tenth)
    {
        auto const delay = backoff(options(100ms, 5s), 3, tenth / 10.0);
        BOOST_TEST(std::abs((delay - tenth * 40ms).count()) <= 1);
    }
    BOOST_CHECK(backoff(options(100ms, 5s), 1, 0.999999) > 99ms);
}

BOOST_AUTO_TEST_CASE(the_smallest_sample_gives_no_delay)
{
    for (int attempt : {1, 2, 50, 1000}) BOOST_CHECK(backoff(options(24h, 24h), attempt, 0.0) == 0ns);
}

BOOST_AUTO_TEST_CASE(a_base_delay_of_zero_means_no_delay)
{
    for (int attempt : {1, 2, 63, 64, 65, 1000}) BOOST_CHECK(backoff(options(0ms, 24h), attempt, largest_sample) == 0ns);
}

BOOST_AUTO_TEST_CASE(the_longest_delays_do_not_overflow)
{
    for (int attempt : {1, 2, 30, 64, 100, 1000, std::numeric_limits<int>::max()}) BOOST_TEST_CONTEXT("attempt " << attempt)
        {
            auto const delay = backoff(options(24h, 24h), attempt, largest_sample);
            BOOST_CHECK(delay < 24h);
            BOOST_CHECK(delay > 23h);
        }
}

BOOST_AUTO_TEST_CASE(after_a_rate_limit_the_delay_grows_fourfold)
{
    using clerk::detail::rate_limit_backoff;
    BOOST_CHECK(rate_limit_backoff(100ms, 1, 0.0) == 500ms);
    BOOST_CHECK(rate_limit_backoff(100ms, 1, 0.5) == 750ms);
    BOOST_CHECK(rate_limit_backoff(100ms, 3, 0.0) == 8s);
    BOOST_CHECK(rate_limit_backoff(100ms, 100, 0.0) == 150s);
    BOOST_CHECK(rate_limit_backoff(24h, 100, 0.999) <= 5min);
    BOOST_CHECK(rate_limit_backoff(0ms, 5, 0.9) == 0ms);
}

BOOST_AUTO_TEST_SUITE_END()
