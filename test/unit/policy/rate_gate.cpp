#include "policy/rate_gate.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using clerk::detail::RateGate;
using clerk::detail::RateLimitKey;
using namespace std::chrono_literals;

namespace {

constexpr RateLimitKey create = 0, list = 2;
constexpr RateLimitKey keys[]{create, 1, list, 3};
constexpr RateGate::TimePoint start{1000h};

void block(RateGate& gate, RateLimitKey key, RateGate::TimePoint until)
{
    gate.block(key, start, until);
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_rate_gate)

BOOST_AUTO_TEST_CASE(is_initially_open)
{
    RateGate const gate;
    for (auto const key : keys) BOOST_CHECK(gate.remaining(key, start) == 0ns);
    BOOST_CHECK(gate.remaining(create, RateGate::TimePoint{}) == 0ns);
}

BOOST_AUTO_TEST_CASE(blocks_the_given_endpoint_only)
{
    for (auto const held : keys)
    {
        RateGate gate;
        block(gate, held, start + 1h);
        for (auto const key : keys) BOOST_CHECK(gate.remaining(key, start) == (key == held ? 1h : 0h));
    }
}

BOOST_AUTO_TEST_CASE(is_blocked_until_the_last_nanosecond)
{
    RateGate gate;
    block(gate, create, start + 10s);
    BOOST_CHECK(gate.remaining(create, start + 4s) == 6s);
    BOOST_CHECK(gate.remaining(create, start + 10s - 1ns) == 1ns);
    BOOST_CHECK(gate.remaining(create, start + 10s) == 0ns);
    BOOST_CHECK(gate.remaining(create, start + 1000h) == 0ns);
}

BOOST_AUTO_TEST_CASE(a_block_is_never_shortened)
{
    RateGate gate;
    block(gate, list, start + 10s);
    block(gate, list, start + 5s);
    BOOST_CHECK(gate.remaining(list, start) == 10s);
    block(gate, list, start + 15s);
    BOOST_CHECK(gate.remaining(list, start) == 15s);
}

BOOST_AUTO_TEST_CASE(endpoints_of_other_instances_are_blocked)
{
    RateGate gate;
    gate.block(1'000, start, start + 10s);
    BOOST_CHECK(gate.remaining(1'000, start) == 10s);
    BOOST_CHECK(gate.remaining(1'001, start) == 0s);
    gate.block(1'000, start, start + 5s);
    BOOST_CHECK(gate.remaining(1'000, start) == 10s);
    BOOST_CHECK(gate.remaining(1'000, start + 10s) == 0s);
    BOOST_CHECK(gate.remaining(create, start) == 0s);
}

BOOST_AUTO_TEST_CASE(the_number_of_blocks_is_bounded)
{
    RateGate gate;
    for (RateLimitKey key = 0; key < RateGate::max_others; ++key)
        gate.block(100 + key, start, start + 10s + std::chrono::seconds{key});
    RateLimitKey const next = 100 + RateGate::max_others;
    gate.block(next, start, start + 2h);
    BOOST_CHECK(gate.remaining(100, start) == 0s);
    BOOST_CHECK(gate.remaining(101, start) == 11s);
    BOOST_CHECK(gate.remaining(next, start) == 2h);
    gate.block(next + 1, start + 15s, start + 2h);
    BOOST_CHECK(gate.remaining(110, start + 15s) == 5s);
}

BOOST_AUTO_TEST_SUITE_END()
