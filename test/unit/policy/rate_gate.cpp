#include "policy/rate_gate.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using clerk::detail::Endpoint;
using clerk::detail::RateGate;
using clerk::detail::RateKey;
using namespace std::chrono_literals;

namespace {

constexpr Endpoint endpoints[]{Endpoint::create, Endpoint::create_bulk, Endpoint::list, Endpoint::revoke};
constexpr RateGate::TimePoint start{1000h};

void hold(RateGate& gate, Endpoint endpoint, RateGate::TimePoint until)
{
    gate.hold(static_cast<RateKey>(endpoint), start, until);
}

std::chrono::nanoseconds left(RateGate const& gate, Endpoint endpoint, RateGate::TimePoint now)
{
    return gate.left(static_cast<RateKey>(endpoint), now);
}

} // namespace

BOOST_AUTO_TEST_SUITE(policy_rate_gate)

BOOST_AUTO_TEST_CASE(is_open_until_it_is_told_otherwise)
{
    RateGate const gate;
    for (auto const endpoint : endpoints) BOOST_CHECK(left(gate, endpoint, start) == 0ns);
    BOOST_CHECK(left(gate, Endpoint::create, RateGate::TimePoint{}) == 0ns);
}

BOOST_AUTO_TEST_CASE(closes_the_endpoint_it_was_told_of_and_no_other)
{
    for (auto const held : endpoints)
    {
        RateGate gate;
        hold(gate, held, start + 1h);
        for (auto const endpoint : endpoints) BOOST_CHECK(left(gate, endpoint, start) == (endpoint == held ? 1h : 0h));
    }
}

BOOST_AUTO_TEST_CASE(is_closed_to_the_last_nanosecond_and_open_from_then_on)
{
    RateGate gate;
    hold(gate, Endpoint::create, start + 10s);
    BOOST_CHECK(left(gate, Endpoint::create, start + 4s) == 6s);
    BOOST_CHECK(left(gate, Endpoint::create, start + 10s - 1ns) == 1ns);
    BOOST_CHECK(left(gate, Endpoint::create, start + 10s) == 0ns);
    BOOST_CHECK(left(gate, Endpoint::create, start + 1000h) == 0ns);
}

BOOST_AUTO_TEST_CASE(a_hold_is_never_shortened)
{
    RateGate gate;
    hold(gate, Endpoint::list, start + 10s);
    hold(gate, Endpoint::list, start + 5s);
    BOOST_CHECK(left(gate, Endpoint::list, start) == 10s);
    hold(gate, Endpoint::list, start + 15s);
    BOOST_CHECK(left(gate, Endpoint::list, start) == 15s);
}

BOOST_AUTO_TEST_CASE(any_other_endpoint_is_held_too)
{
    RateGate gate;
    gate.hold(1'000, start, start + 10s);
    BOOST_CHECK(gate.left(1'000, start) == 10s);
    BOOST_CHECK(gate.left(1'001, start) == 0s);
    gate.hold(1'000, start, start + 5s);
    BOOST_CHECK(gate.left(1'000, start) == 10s);
    BOOST_CHECK(gate.left(1'000, start + 10s) == 0s);
    BOOST_CHECK(left(gate, Endpoint::create, start) == 0s);
}

BOOST_AUTO_TEST_CASE(the_memory_of_holds_is_bounded_and_the_first_to_end_goes)
{
    RateGate gate;
    for (RateKey key = 0; key < RateGate::max_others; ++key) gate.hold(100 + key, start, start + 10s + std::chrono::seconds{key});
    gate.hold(1'000, start, start + 1h);
    BOOST_CHECK(gate.left(100, start) == 0s);
    BOOST_CHECK(gate.left(101, start) == 11s);
    BOOST_CHECK(gate.left(1'000, start) == 1h);
    gate.hold(1'001, start + 15s, start + 1h);
    BOOST_CHECK(gate.left(110, start + 15s) == 5s);
}

BOOST_AUTO_TEST_SUITE_END()
