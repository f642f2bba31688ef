#include "policy/timer_wheel.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

using clerk::detail::TimerNode;
using clerk::detail::TimerWheel;

namespace {

using Tick = TimerWheel::Tick;

/// A simple model of the wheel. A multimap keeps equal keys in insertion order.
class Model
{
public:
    explicit Model(std::size_t nodes) : places_(nodes, scheduled_.end()) {}

    void schedule(std::size_t node, Tick tick)
    {
        cancel(node);
        places_[node] = scheduled_.emplace(std::max(tick, now_), node);
    }

    void cancel(std::size_t node)
    {
        if (places_[node] == scheduled_.end()) return;
        scheduled_.erase(places_[node]);
        places_[node] = scheduled_.end();
    }

    template <class Due>
    void advance(Tick now, Due due)
    {
        while (!scheduled_.empty() && scheduled_.begin()->first <= now)
        {
            auto const [tick, node] = *scheduled_.begin();
            now_ = tick;
            cancel(node);
            due(node);
        }
        now_ = std::max(now_, now);
    }

    [[nodiscard]] bool empty() const { return scheduled_.empty(); }

    [[nodiscard]] Tick first() const { return scheduled_.begin()->first; }

    [[nodiscard]] bool scheduled(std::size_t node) const { return places_[node] != scheduled_.end(); }

    [[nodiscard]] Tick now() const { return now_; }

private:
    using Scheduled = std::multimap<Tick, std::size_t>;

    Scheduled scheduled_;
    std::vector<Scheduled::iterator> places_;
    Tick now_{0};
};

constexpr std::size_t node_count = 60;

/// Performs random operations on the wheel and the model, also inside callbacks, and compares the nodes that are due.
class RandomOperations
{
public:
    explicit RandomOperations(std::uint32_t seed) : random_{seed} {}

    void step()
    {
        auto const operation = draw(10);
        auto const node = static_cast<std::size_t>(draw(node_count));
        if (operation < 6)
            schedule(node, random_tick());
        else if (operation < 8)
            cancel(node);
        else
            advance(model_.now() + random_distance());
        check();
    }

    [[nodiscard]] std::size_t came_due() const { return came_due_; }

private:
    Tick draw(Tick bound) { return std::uniform_int_distribution<Tick>{0, bound - 1}(random_); }

    Tick random_distance() { return draw(Tick{1} << draw(24)); }

    /// Returns a tick: often in the future, sometimes in the past, often that of other nodes.
    Tick random_tick()
    {
        auto const tick =
            draw(8) == 0 ? model_.now() - std::min(model_.now(), random_distance()) : model_.now() + random_distance();
        return draw(3) == 0 ? tick & ~Tick{63} : tick;
    }

    void schedule(std::size_t node, Tick tick)
    {
        wheel_.schedule(nodes_[node], tick);
        model_.schedule(node, tick);
    }

    void cancel(std::size_t node)
    {
        wheel_.cancel(nodes_[node]);
        model_.cancel(node);
    }

    void advance(Tick now)
    {
        // Drawn before the callbacks, so that both models get the same.
        struct Action
        {
            std::size_t node;
            Tick ahead;
            bool schedules;
        };

        std::vector<Action> actions(64);
        for (auto& action : actions) action = {static_cast<std::size_t>(draw(node_count)), random_distance(), draw(2) == 0};
        std::vector<std::size_t> expected, actual;
        model_.advance(now, [&](std::size_t node) {
            expected.push_back(node);
            if (expected.size() >= actions.size()) return;
            auto const& action = actions[expected.size()];
            action.schedules ? model_.schedule(action.node, model_.now() + action.ahead) : model_.cancel(action.node);
            times_.push_back(model_.now());
        });
        wheel_.advance(now, [&](TimerNode& due) {
            actual.push_back(static_cast<std::size_t>(&due - nodes_.data()));
            if (actual.size() >= actions.size() || actual.size() > times_.size()) return;
            auto const& action = actions[actual.size()];
            auto const ahead = times_[actual.size() - 1] + action.ahead;
            action.schedules ? wheel_.schedule(nodes_[action.node], ahead) : wheel_.cancel(nodes_[action.node]);
        });
        times_.clear();
        came_due_ += actual.size();
        BOOST_TEST_REQUIRE(actual == expected, boost::test_tools::per_element());
    }

    void check()
    {
        for (std::size_t i = 0; i < nodes_.size(); ++i) BOOST_REQUIRE(nodes_[i].scheduled() == model_.scheduled(i));
        auto const next = wheel_.next();
        BOOST_REQUIRE(next.has_value() == !model_.empty());
        BOOST_REQUIRE((wheel_.any() != nullptr) == !model_.empty());
        if (!next) return;
        BOOST_REQUIRE(*next <= model_.first());
        // Never in the past: a caller that sleeps until then would spin.
        BOOST_REQUIRE(*next >= model_.now());
    }

    std::mt19937 random_;
    TimerWheel wheel_;
    std::vector<TimerNode> nodes_{node_count};
    Model model_{node_count};
    std::vector<Tick> times_;
    std::size_t came_due_{0};
};

} // namespace

BOOST_AUTO_TEST_SUITE(policy_timer_wheel_random)

BOOST_AUTO_TEST_CASE(behaves_like_a_sorted_map)
{
    std::size_t came_due = 0;
    for (std::uint32_t seed = 1; seed <= 40; ++seed)
    {
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            RandomOperations operations{seed};
            for (int i = 0; i < 500; ++i) operations.step();
            came_due += operations.came_due();
        }
    }
    BOOST_TEST(came_due > 5'000U); // otherwise, nothing was tested
}

BOOST_AUTO_TEST_SUITE_END()
