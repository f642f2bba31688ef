#include "policy/rate_gate.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using clerk::detail::Endpoint;
using clerk::detail::RateGate;
using namespace std::chrono_literals;

namespace {

constexpr Endpoint endpoints[]{Endpoint::create, Endpoint::create_bulk, Endpoint::list, Endpoint::revoke};
constexpr RateGate::TimePoint start{1000h};

} // namespace

BOOST_AUTO_TEST_SUITE(policy_rate_gate)

BOOST_AUTO_TEST_CASE(is_open_until_it_is_told_otherwise)
{
    RateGate const gate;
    for (auto const endpoint : endpoints) BOOST_CHECK(gate.left(endpoint, start) == 0ns);
    BOOST_CHECK(gate.left(Endpoint::create, RateGate::TimePoint{}) == 0ns);
}

BOOST_AUTO_TEST_CASE(closes_the_endpoint_it_was_told_of_and_no_other)
{
    for (auto const held : endpoints)
    {
        RateGate gate;
        gate.hold(held, start + 1h);
        for (auto const endpoint : endpoints) BOOST_CHECK(gate.left(endpoint, start) == (endpoint == held ? 1h : 0h));
    }
}

BOOST_AUTO_TEST_CASE(is_closed_to_the_last_nanosecond_and_open_from_then_on)
{
    RateGate gate;
    gate.hold(Endpoint::create, start + 10s);
    BOOST_CHECK(gate.left(Endpoint::create, start + 4s) == 6s);
    BOOST_CHECK(gate.left(Endpoint::create, start + 10s - 1ns) == 1ns);
    BOOST_CHECK(gate.left(Endpoint::create, start + 10s) == 0ns);
    BOOST_CHECK(gate.left(Endpoint::create, start + 1000h) == 0ns);
}

BOOST_AUTO_TEST_CASE(a_hold_is_never_shortened)
{
    RateGate gate;
    gate.hold(Endpoint::list, start + 10s);
    gate.hold(Endpoint::list, start + 5s);
    BOOST_CHECK(gate.left(Endpoint::list, start) == 10s);
    gate.hold(Endpoint::list, start + 15s);
    BOOST_CHECK(gate.left(Endpoint::list, start) == 15s);
}

BOOST_AUTO_TEST_SUITE_END()
