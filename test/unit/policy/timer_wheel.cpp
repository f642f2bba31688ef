#include "policy/timer_wheel.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

using clerk::detail::TimerNode;
using clerk::detail::TimerWheel;

namespace {

using Tick = TimerWheel::Tick;

constexpr Tick day = 24ULL * 60 * 60 * 1000;

/// Returns the indices of the nodes that are due until `now`, in order.
template <std::size_t N>
std::vector<std::size_t> due(TimerWheel& wheel, std::array<TimerNode, N>& nodes, Tick now)
{
    std::vector<std::size_t> places;
    wheel.advance(now, [&](TimerNode& node) { places.push_back(static_cast<std::size_t>(&node - nodes.data())); });
    return places;
}

using Places = std::vector<std::size_t>;

} // namespace

BOOST_AUTO_TEST_SUITE(policy_timer_wheel)

BOOST_AUTO_TEST_CASE(an_empty_wheel_has_no_next_tick)
{
    TimerWheel wheel;
    std::array<TimerNode, 1> nodes;
    for (Tick const now : {Tick{0}, Tick{1}, day, 100 * 365 * day})
    {
        BOOST_TEST(due(wheel, nodes, now).empty());
        BOOST_TEST(!wheel.next().has_value());
        BOOST_TEST(wheel.any() == nullptr);
    }
}

BOOST_AUTO_TEST_CASE(a_node_is_due_at_its_tick_and_not_before)
{
    for (Tick const tick : {Tick{1}, Tick{63}, Tick{64}, Tick{65}, Tick{4095}, Tick{4096}, Tick{4097}, Tick{30'000}, day})
    {
        BOOST_TEST_CONTEXT("tick " << tick)
        {
            TimerWheel wheel;
            std::array<TimerNode, 1> nodes;
            wheel.schedule(nodes[0], tick);
            BOOST_TEST(nodes[0].scheduled());
            BOOST_TEST(due(wheel, nodes, tick - 1).empty());
            BOOST_TEST(nodes[0].scheduled());
            BOOST_TEST(due(wheel, nodes, tick) == Places{0}, boost::test_tools::per_element());
            BOOST_TEST(!nodes[0].scheduled());
            BOOST_TEST(due(wheel, nodes, tick + 1).empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(timers_fire_in_order_of_time_and_insertion)
{
    TimerWheel wheel;
    std::array<TimerNode, 6> nodes;
    wheel.schedule(nodes[0], 5'000);
    wheel.schedule(nodes[1], 70);
    wheel.schedule(nodes[2], 5'000);
    wheel.schedule(nodes[3], 1);
    BOOST_TEST(due(wheel, nodes, 60) == Places{3}, boost::test_tools::per_element());
    wheel.schedule(nodes[4], 70);
    BOOST_TEST(due(wheel, nodes, 4'990) == (Places{1, 4}), boost::test_tools::per_element());
    wheel.schedule(nodes[5], 5'000);
    BOOST_TEST(due(wheel, nodes, 5'000) == (Places{0, 2, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_far_jump_removes_all_nodes_in_order)
{
    TimerWheel wheel;
    std::array<TimerNode, 200> nodes;
    Places expected;
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        auto const place = (i * 77) % nodes.size();
        wheel.schedule(nodes[place], Tick{1} << (place / 5));
    }
    for (auto const place : due(wheel, nodes, Tick{1} << 41)) expected.push_back(place / 5);
    BOOST_TEST(expected.size() == nodes.size());
    BOOST_TEST(std::ranges::is_sorted(expected));
    BOOST_TEST(wheel.any() == nullptr);
}

BOOST_AUTO_TEST_CASE(a_past_tick_is_due_at_once)
{
    TimerWheel wheel;
    std::array<TimerNode, 2> nodes;
    BOOST_TEST(due(wheel, nodes, 1'000).empty());
    wheel.schedule(nodes[0], 10);
    wheel.schedule(nodes[1], 1'000);
    BOOST_TEST((wheel.next().has_value() && *wheel.next() <= 1'000));
    BOOST_TEST(due(wheel, nodes, 1'000) == (Places{0, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_tick_beyond_the_wheel_is_moved_to_its_end)
{
    TimerWheel wheel;
    std::array<TimerNode, 1> nodes;
    wheel.schedule(nodes[0], std::numeric_limits<Tick>::max());
    BOOST_TEST(due(wheel, nodes, 100 * 365 * day).empty());
    BOOST_TEST(nodes[0].scheduled());
    wheel.cancel(nodes[0]);
    BOOST_TEST(!wheel.next().has_value());
}

BOOST_AUTO_TEST_CASE(survives_a_jump_beyond_its_end)
{
    TimerWheel wheel;
    std::array<TimerNode, 2> nodes;
    wheel.schedule(nodes[0], 5);
    BOOST_TEST(due(wheel, nodes, std::numeric_limits<Tick>::max()) == Places{0}, boost::test_tools::per_element());
    wheel.schedule(nodes[0], 6);
    wheel.schedule(nodes[1], std::numeric_limits<Tick>::max());
    BOOST_TEST(due(wheel, nodes, std::numeric_limits<Tick>::max()) == (Places{0, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(cancelling_removes_a_node_once)
{
    TimerWheel wheel;
    std::array<TimerNode, 3> nodes;
    for (auto& node : nodes) wheel.schedule(node, 100);
    wheel.cancel(nodes[1]);
    wheel.cancel(nodes[1]);
    BOOST_TEST(!nodes[1].scheduled());
    BOOST_TEST(due(wheel, nodes, 100) == (Places{0, 2}), boost::test_tools::per_element());
    wheel.cancel(nodes[0]);
    BOOST_TEST(wheel.any() == nullptr);
}

BOOST_AUTO_TEST_CASE(scheduling_again_moves_a_node)
{
    TimerWheel wheel;
    std::array<TimerNode, 1> nodes;
    wheel.schedule(nodes[0], 100);
    wheel.schedule(nodes[0], 10'000);
    BOOST_TEST(due(wheel, nodes, 5'000).empty());
    wheel.schedule(nodes[0], 5'001);
    BOOST_TEST(due(wheel, nodes, 5'001) == Places{0}, boost::test_tools::per_element());
    BOOST_TEST(due(wheel, nodes, 20'000).empty());
}

BOOST_AUTO_TEST_CASE(callbacks_can_schedule_and_cancel_within_one_advance)
{
    TimerWheel wheel;
    std::array<TimerNode, 4> nodes;
    for (std::size_t i = 0; i < 3; ++i) wheel.schedule(nodes[i], 100);
    Places places;
    wheel.advance(1'000, [&](TimerNode& node) {
        auto const place = static_cast<std::size_t>(&node - nodes.data());
        places.push_back(place);
        if (place != 0) return;
        BOOST_TEST(!node.scheduled());
        wheel.cancel(nodes[1]);
        wheel.schedule(nodes[3], 1'000);
    });
    BOOST_TEST(places == (Places{0, 2, 3}), boost::test_tools::per_element());
    wheel.advance(2'000, [](TimerNode&) { BOOST_ERROR("nothing is left"); });
}

BOOST_AUTO_TEST_SUITE_END()
