#include "policy/pool.hpp"
#include "unit/policy/pool_entries.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <random>

using clerk::PoolOptions;
using clerk::detail::Pool;
using clerk::test::connect;
using clerk::test::Entries;
using clerk::test::Entry;
using namespace std::chrono_literals;

namespace {

using Expiry = Pool::Expiry;
using Status = Pool::Status;

constexpr Pool::TimePoint start{1000h};
constexpr PoolOptions options{.max_connections = 8, .idle_timeout = 60s, .max_lifetime = 10min};

struct Fixture
{
    Entries entries;
    Pool pool{options};

    void open(Entry& entry, Pool::TimePoint now = start)
    {
        connect(pool, entry);
        pool.on_connected(entry, now);
    }

    void open_idle(Entry& entry, Pool::TimePoint now = start, std::optional<std::chrono::milliseconds> peer = {})
    {
        open(entry, now);
        entry.peer_limit = peer;
        pool.make_idle(entry, now);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(policy_pool_idle, Fixture)

BOOST_AUTO_TEST_CASE(a_connection_has_each_status_in_turn)
{
    auto& entry = entries[0];
    BOOST_TEST((entry.status() == Status::gone));
    connect(pool, entry);
    BOOST_TEST((entry.status() == Status::connecting && pool.connecting() == 1 && pool.open() == 1));
    pool.on_connected(entry, start);
    BOOST_TEST((entry.status() == Status::leased && pool.leased() == 1 && pool.connecting() == 0 && pool.open() == 1));
    pool.make_idle(entry, start);
    BOOST_TEST((entry.status() == Status::idle && pool.idle() == 1 && pool.leased() == 0 && pool.open() == 1));
    BOOST_TEST(pool.take_idle(start).connection == &entry);
    BOOST_TEST((entry.status() == Status::leased && pool.idle() == 0 && pool.leased() == 1));
    pool.erase(entry);
    BOOST_TEST((entry.status() == Status::gone && pool.leased() == 0 && pool.open() == 0));
    pool.erase(entry);
    BOOST_TEST(pool.open() == 0U);
}

BOOST_AUTO_TEST_CASE(the_most_recently_used_is_taken_first)
{
    for (std::size_t i = 0; i < 3; ++i) open_idle(entries[i], start + i * 1s);
    for (std::size_t const i : {2U, 1U, 0U})
    {
        auto const taken = pool.take_idle(start + 5s);
        BOOST_TEST(taken.connection == &entries[i]);
        BOOST_TEST((taken.expiry == Expiry::none));
    }
    BOOST_TEST(pool.take_idle(start + 5s).connection == nullptr);
}

BOOST_AUTO_TEST_CASE(idle_connections_expire)
{
    open_idle(entries[0]);
    BOOST_TEST(pool.take_expired(start + 60s - 1ns).connection == nullptr);
    auto const taken = pool.take_idle(start + 60s);
    BOOST_TEST(taken.connection == &entries[0]);
    BOOST_TEST((taken.expiry == Expiry::idle_timeout));
    BOOST_TEST((entries[0].status() == Status::gone && pool.open() == 0 && pool.leased() == 0));
}

BOOST_AUTO_TEST_CASE(use_resets_the_idle_time)
{
    open_idle(entries[0]);
    BOOST_TEST((pool.take_idle(start + 59s).expiry == Expiry::none));
    pool.make_idle(entries[0], start + 59s);
    BOOST_TEST((pool.take_idle(start + 118s).expiry == Expiry::none));
}

BOOST_AUTO_TEST_CASE(use_does_not_extend_the_age_limit)
{
    open(entries[0]);
    BOOST_TEST((pool.age(entries[0], start + 10min - 1ns) == Expiry::none));
    BOOST_TEST((pool.age(entries[0], start + 10min) == Expiry::max_lifetime));
    pool.make_idle(entries[0], start + 10min - 1s);
    auto const taken = pool.take_idle(start + 10min);
    BOOST_TEST(taken.connection == &entries[0]);
    BOOST_TEST((taken.expiry == Expiry::max_lifetime));
}

BOOST_AUTO_TEST_CASE(the_peers_limit_shortens_and_never_lengthens)
{
    open_idle(entries[0], start, 5s);
    BOOST_TEST(pool.take_expired(start + 5s - 1ns).connection == nullptr);
    BOOST_TEST((pool.take_expired(start + 5s).expiry == Expiry::idle_timeout));
    open_idle(entries[1], start, 1h);
    BOOST_TEST((pool.take_expired(start + 60s).expiry == Expiry::idle_timeout));
    open_idle(entries[2], start, 0ms);
    BOOST_TEST((pool.take_idle(start).expiry == Expiry::idle_timeout));
}

BOOST_AUTO_TEST_CASE(a_peers_limit_lasts_until_the_next_response)
{
    open_idle(entries[0], start, 5s);
    BOOST_TEST((pool.take_idle(start + 1s).expiry == Expiry::none));
    entries[0].peer_limit.reset();
    pool.make_idle(entries[0], start + 1s);
    BOOST_TEST((pool.take_idle(start + 50s).expiry == Expiry::none));
}

BOOST_AUTO_TEST_CASE(the_least_recently_used_expires_first)
{
    open_idle(entries[0], start);
    open_idle(entries[1], start + 1s);
    open_idle(entries[2], start + 30s);
    BOOST_TEST(pool.take_expired(start + 61s).connection == &entries[0]);
    BOOST_TEST(pool.take_expired(start + 61s).connection == &entries[1]);
    BOOST_TEST(pool.take_expired(start + 61s).connection == nullptr);
    BOOST_TEST(pool.idle() == 1U);
}

BOOST_AUTO_TEST_CASE(counters_are_right_after_any_operations)
{
    std::mt19937 random{1};
    std::array<Pool::Waiter, 20> waiters;
    auto now = start;
    for (int i = 0; i < 50'000; ++i)
    {
        now += std::chrono::milliseconds{random() % 5'000};
        auto& entry = entries[random() % entries.all().size()];
        auto& waiter = waiters[random() % waiters.size()];
        auto const what = random() % 4;
        if (what == 0)
            waiter.is_linked() ? pool.dequeue(waiter) : pool.enqueue(waiter);
        else if (entry.status() == Status::gone)
            connect(pool, entry);
        else if (what == 1)
            pool.erase(entry);
        else if (entry.status() == Status::connecting)
        {
            auto const waiting = pool.waiting();
            if (random() % 2 == 0)
                pool.on_connected(entry, now);
            else
                BOOST_REQUIRE(pool.on_connect_failed(entry, now) <= waiting);
        }
        else if (entry.status() == Status::leased)
        {
            entry.peer_limit = random() % 2 == 0 ? std::optional{std::chrono::milliseconds{random() % 100'000}} : std::nullopt;
            pool.make_idle(entry, now);
        }
        else
            static_cast<void>(what == 2 ? pool.take_idle(now) : pool.take_expired(now));
        std::array<std::size_t, 4> counts{};
        for (auto const& each : entries.all()) ++counts[static_cast<std::size_t>(each->status())];
        BOOST_REQUIRE(pool.connecting() == counts[static_cast<std::size_t>(Status::connecting)]);
        BOOST_REQUIRE(pool.leased() == counts[static_cast<std::size_t>(Status::leased)]);
        BOOST_REQUIRE(pool.idle() == counts[static_cast<std::size_t>(Status::idle)]);
        BOOST_REQUIRE(pool.open() + pool.capacity_left() == options.max_connections);
        BOOST_REQUIRE(pool.connects_needed(now) <= pool.capacity_left());
    }
    while (pool.pop_waiter() != nullptr)
    {}
}

BOOST_AUTO_TEST_SUITE_END()
