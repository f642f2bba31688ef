#include "policy/pool.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <random>

using clerk::PoolOptions;
using clerk::detail::PoolState;
using namespace std::chrono_literals;

namespace {

using Entry = PoolState::Entry;
using Expiry = PoolState::Expiry;
using Standing = PoolState::Standing;

constexpr PoolState::TimePoint start{1000h};
constexpr PoolOptions options{.max_connections = 8, .idle_timeout = 60s, .max_lifetime = 10min};

struct Fixture
{
    PoolState pool{options};
    std::array<Entry, 8> entries;

    void open(Entry& entry, PoolState::TimePoint now = start)
    {
        pool.opening(entry);
        pool.opened(entry, now);
    }

    void open_idle(Entry& entry, PoolState::TimePoint now = start, std::optional<std::chrono::milliseconds> peer = {})
    {
        open(entry, now);
        pool.keep(entry, now, peer);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_pool_state_idle, Fixture)

BOOST_AUTO_TEST_CASE(a_connection_goes_through_all_its_standings)
{
    auto& entry = entries[0];
    BOOST_TEST((entry.standing() == Standing::gone));
    pool.opening(entry);
    BOOST_TEST((entry.standing() == Standing::connecting && pool.connecting() == 1 && pool.open() == 1));
    pool.opened(entry, start);
    BOOST_TEST((entry.standing() == Standing::leased && pool.leased() == 1 && pool.connecting() == 0 && pool.open() == 1));
    pool.keep(entry, start, {});
    BOOST_TEST((entry.standing() == Standing::idle && pool.idle() == 1 && pool.leased() == 0 && pool.open() == 1));
    BOOST_TEST(pool.take_idle(start).entry == &entry);
    BOOST_TEST((entry.standing() == Standing::leased && pool.idle() == 0 && pool.leased() == 1));
    pool.remove(entry);
    BOOST_TEST((entry.standing() == Standing::gone && pool.leased() == 0 && pool.open() == 0));
    pool.remove(entry);
    BOOST_TEST(pool.open() == 0U);
}

BOOST_AUTO_TEST_CASE(the_most_recently_used_is_taken_first)
{
    for (std::size_t i = 0; i < 3; ++i) open_idle(entries[i], start + i * 1s);
    for (std::size_t const i : {2U, 1U, 0U})
    {
        auto const taken = pool.take_idle(start + 5s);
        BOOST_TEST(taken.entry == &entries[i]);
        BOOST_TEST((taken.expiry == Expiry::none));
    }
    BOOST_TEST(pool.take_idle(start + 5s).entry == nullptr);
}

BOOST_AUTO_TEST_CASE(idle_connections_expire)
{
    open_idle(entries[0]);
    BOOST_TEST(pool.take_expired(start + 60s - 1ns).entry == nullptr);
    auto const taken = pool.take_idle(start + 60s);
    BOOST_TEST(taken.entry == &entries[0]);
    BOOST_TEST((taken.expiry == Expiry::idle_timeout));
    BOOST_TEST((entries[0].standing() == Standing::gone && pool.open() == 0 && pool.leased() == 0));
}

BOOST_AUTO_TEST_CASE(being_used_makes_idle_time_begin_anew)
{
    open_idle(entries[0]);
    BOOST_TEST((pool.take_idle(start + 59s).expiry == Expiry::none));
    pool.keep(entries[0], start + 59s, {});
    BOOST_TEST((pool.take_idle(start + 118s).expiry == Expiry::none));
}

BOOST_AUTO_TEST_CASE(use_does_not_extend_the_age_limit)
{
    open(entries[0]);
    BOOST_TEST((pool.age(entries[0], start + 10min - 1ns) == Expiry::none));
    BOOST_TEST((pool.age(entries[0], start + 10min) == Expiry::max_lifetime));
    pool.keep(entries[0], start + 10min - 1s, {});
    auto const taken = pool.take_idle(start + 10min);
    BOOST_TEST(taken.entry == &entries[0]);
    BOOST_TEST((taken.expiry == Expiry::max_lifetime));
}

BOOST_AUTO_TEST_CASE(the_peers_limit_shortens_and_never_lengthens)
{
    open_idle(entries[0], start, 5s);
    BOOST_TEST(pool.take_expired(start + 5s - 1ns).entry == nullptr);
    BOOST_TEST((pool.take_expired(start + 5s).expiry == Expiry::idle_timeout));
    open_idle(entries[1], start, 1h);
    BOOST_TEST((pool.take_expired(start + 60s).expiry == Expiry::idle_timeout));
    open_idle(entries[2], start, 0ms);
    BOOST_TEST((pool.take_idle(start).expiry == Expiry::idle_timeout));
}

BOOST_AUTO_TEST_CASE(a_limit_counts_for_the_answer_it_came_with)
{
    open_idle(entries[0], start, 5s);
    BOOST_TEST((pool.take_idle(start + 1s).expiry == Expiry::none));
    pool.keep(entries[0], start + 1s, {});
    BOOST_TEST((pool.take_idle(start + 50s).expiry == Expiry::none));
}

BOOST_AUTO_TEST_CASE(the_least_recently_used_expires_first)
{
    open_idle(entries[0], start);
    open_idle(entries[1], start + 1s);
    open_idle(entries[2], start + 30s);
    BOOST_TEST(pool.take_expired(start + 61s).entry == &entries[0]);
    BOOST_TEST(pool.take_expired(start + 61s).entry == &entries[1]);
    BOOST_TEST(pool.take_expired(start + 61s).entry == nullptr);
    BOOST_TEST(pool.idle() == 1U);
}

BOOST_AUTO_TEST_CASE(its_counters_are_right_after_any_operations)
{
    std::mt19937 random{1};
    std::array<PoolState::Waiter, 20> waiters;
    auto now = start;
    for (int i = 0; i < 50'000; ++i)
    {
        now += std::chrono::milliseconds{random() % 5'000};
        auto& entry = entries[random() % entries.size()];
        auto& waiter = waiters[random() % waiters.size()];
        auto const what = random() % 4;
        if (what == 0)
            waiter.linked() ? pool.leave(waiter) : pool.wait(waiter);
        else if (entry.standing() == Standing::gone)
            pool.opening(entry);
        else if (what == 1)
            pool.remove(entry);
        else if (entry.standing() == Standing::connecting)
        {
            auto const waiting = pool.waiting();
            if (random() % 2 == 0)
                pool.opened(entry, now);
            else
                BOOST_REQUIRE(pool.failed(entry, now) <= waiting);
        }
        else if (entry.standing() == Standing::leased)
            pool.keep(entry, now,
                      random() % 2 == 0 ? std::optional{std::chrono::milliseconds{random() % 100'000}} : std::nullopt);
        else
            static_cast<void>(what == 2 ? pool.take_idle(now) : pool.take_expired(now));
        std::array<std::size_t, 4> counts{};
        for (auto const& each : entries) ++counts[static_cast<std::size_t>(each.standing())];
        BOOST_REQUIRE(pool.connecting() == counts[static_cast<std::size_t>(Standing::connecting)]);
        BOOST_REQUIRE(pool.leased() == counts[static_cast<std::size_t>(Standing::leased)]);
        BOOST_REQUIRE(pool.idle() == counts[static_cast<std::size_t>(Standing::idle)]);
        BOOST_REQUIRE(pool.open() + pool.room() == options.max_connections);
        BOOST_REQUIRE(pool.wanted(now) <= pool.room());
    }
}

BOOST_AUTO_TEST_SUITE_END()
