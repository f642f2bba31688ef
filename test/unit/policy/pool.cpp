#include "policy/pool.hpp"
#include "unit/policy/pool_entries.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

using clerk::PoolOptions;
using clerk::detail::Pool;
using clerk::test::connect;
using clerk::test::Entries;
using clerk::test::Entry;
using namespace std::chrono_literals;

namespace {

using Waiter = Pool::Waiter;
using Status = Pool::Status;

constexpr Pool::TimePoint start{1000h};

constexpr PoolOptions options(std::size_t max_connections, std::size_t max_waiting = 65'536)
{
    return {.max_connections = max_connections, .max_waiting = max_waiting};
}

struct Fixture
{
    std::array<Waiter, 8> waiters;
    Entries entries;

    /// Adds an established, leased connection.
    void open(Pool& pool, Entry& entry)
    {
        connect(pool, entry);
        pool.on_connected(entry, start);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(policy_pool, Fixture)

BOOST_AUTO_TEST_CASE(waiters_are_served_in_fifo_order)
{
    Pool pool{options(4)};
    for (std::size_t i = 0; i < 4; ++i) pool.enqueue(waiters[i]);
    BOOST_TEST(pool.waiting() == 4U);
    BOOST_TEST(pool.pop_waiter() == &waiters[0]);
    pool.dequeue(waiters[2]);
    pool.enqueue_front(waiters[5]); // like a waiter whose connection was dead
    BOOST_TEST(pool.pop_waiter() == &waiters[5]);
    BOOST_TEST(pool.pop_waiter() == &waiters[1]);
    BOOST_TEST(pool.pop_waiter() == &waiters[3]);
    BOOST_TEST(pool.pop_waiter() == nullptr);
}

BOOST_AUTO_TEST_CASE(waiters_with_a_possible_connection_do_not_count)
{
    Pool pool{options(2, 1)};
    for (std::size_t i = 0; i < 3; ++i)
    {
        BOOST_TEST(pool.can_enqueue(start));
        pool.enqueue(waiters[i]);
    }
    BOOST_TEST(!pool.can_enqueue(start));
    connect(pool, entries[0]);
    connect(pool, entries[1]);
    BOOST_TEST(!pool.can_enqueue(start));
    pool.on_connected(entries[0], start);
    static_cast<void>(pool.pop_waiter());
    pool.on_connected(entries[1], start);
    static_cast<void>(pool.pop_waiter());
    BOOST_TEST(pool.waiting() == 1U);
    BOOST_TEST(!pool.can_enqueue(start));
    static_cast<void>(pool.pop_waiter());
    BOOST_TEST(pool.can_enqueue(start));
}

BOOST_AUTO_TEST_CASE(without_a_queue_calls_wait_for_pending_connects_only)
{
    Pool pool{options(2, 0)};
    BOOST_TEST(pool.can_enqueue(start));
    pool.enqueue(waiters[0]);
    connect(pool, entries[0]);
    BOOST_TEST(pool.can_enqueue(start));
    pool.enqueue(waiters[1]);
    connect(pool, entries[1]);
    BOOST_TEST(!pool.can_enqueue(start));
    pool.on_connected(entries[0], start);
    static_cast<void>(pool.pop_waiter());
    BOOST_TEST(!pool.can_enqueue(start));
    pool.on_connected(entries[1], start);
    static_cast<void>(pool.pop_waiter());
    BOOST_TEST(!pool.can_enqueue(start));
    pool.erase(entries[0]);
    BOOST_TEST(pool.can_enqueue(start));
}

BOOST_AUTO_TEST_CASE(free_capacity_is_ignored_during_backoff)
{
    Pool pool{options(3, 0)};
    open(pool, entries[0]);
    BOOST_TEST(pool.can_enqueue(start));
    connect(pool, entries[1]);
    BOOST_TEST(pool.can_enqueue(start));
    static_cast<void>(pool.on_connect_failed(entries[1], start));
    BOOST_TEST(pool.connects_needed(start) == 0U);
    BOOST_TEST(!pool.can_enqueue(start));
    BOOST_TEST(!pool.can_enqueue(start + 100ms - 1ns));
    BOOST_TEST(pool.can_enqueue(start + 100ms));
    pool.erase(entries[0]); // without open connections, attempts are not delayed
    BOOST_TEST(pool.can_enqueue(start));
}

BOOST_AUTO_TEST_CASE(during_backoff_only_places_of_the_queue_are_left)
{
    Pool pool{options(3, 2)};
    open(pool, entries[0]);
    connect(pool, entries[1]);
    static_cast<void>(pool.on_connect_failed(entries[1], start));
    pool.enqueue(waiters[0]);
    BOOST_TEST(pool.can_enqueue(start));
    pool.enqueue(waiters[1]);
    BOOST_TEST(!pool.can_enqueue(start));
    pool.dequeue(waiters[0]);
    BOOST_TEST(pool.can_enqueue(start));
}

BOOST_AUTO_TEST_CASE(one_connect_per_waiter_until_the_pool_is_full)
{
    Pool pool{options(3)};
    BOOST_TEST(pool.connects_needed(start) == 0U);
    for (std::size_t i = 0; i < 5; ++i)
    {
        pool.enqueue(waiters[i]);
        BOOST_TEST(pool.connects_needed(start) == std::min<std::size_t>(i + 1, 3));
    }
    connect(pool, entries[0]);
    BOOST_TEST(pool.connects_needed(start) == 2U);
    BOOST_TEST(pool.capacity_left() == 2U);
    connect(pool, entries[1]);
    connect(pool, entries[2]);
    BOOST_TEST(pool.connects_needed(start) == 0U);
    BOOST_TEST(pool.capacity_left() == 0U);
}

BOOST_AUTO_TEST_CASE(pending_connects_are_counted_against_waiters)
{
    Pool pool{options(8)};
    connect(pool, entries[0]);
    connect(pool, entries[1]);
    pool.enqueue(waiters[0]);
    pool.enqueue(waiters[1]);
    BOOST_TEST(pool.connects_needed(start) == 0U);
    pool.enqueue(waiters[2]);
    BOOST_TEST(pool.connects_needed(start) == 1U);
}

BOOST_AUTO_TEST_CASE(a_connect_failure_fails_calls_only_without_alternatives)
{
    Pool pool{options(4)};
    for (std::size_t i = 0; i < 3; ++i) pool.enqueue(waiters[i]);
    for (std::size_t i = 0; i < 3; ++i) connect(pool, entries[i]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 0U);
    BOOST_TEST(pool.on_connect_failed(entries[1], start) == 0U);
    BOOST_TEST(pool.on_connect_failed(entries[2], start) == 3U); // one for each unreported failure
    BOOST_TEST((entries[2].status() == Status::gone));
    connect(pool, entries[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 1U);
}

BOOST_AUTO_TEST_CASE(no_more_calls_fail_than_wait)
{
    Pool pool{options(4)};
    connect(pool, entries[0]);
    connect(pool, entries[1]);
    pool.enqueue(waiters[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 0U);
    BOOST_TEST(pool.on_connect_failed(entries[1], start) == 1U);
    static_cast<void>(pool.pop_waiter());
    connect(pool, entries[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 0U);
}

BOOST_AUTO_TEST_CASE(an_established_connection_resets_failures)
{
    Pool pool{options(4)};
    for (std::size_t i = 0; i < 3; ++i) pool.enqueue(waiters[i]);
    for (std::size_t i = 0; i < 3; ++i) connect(pool, entries[i]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 0U);
    pool.on_connected(entries[1], start);
    pool.erase(entries[1]);
    BOOST_TEST(pool.on_connect_failed(entries[2], start) == 1U);
}

BOOST_AUTO_TEST_CASE(refused_connects_back_off_while_others_serve)
{
    Pool pool{options(8)};
    open(pool, entries[0]);
    for (std::size_t i = 0; i < 4; ++i) pool.enqueue(waiters[i]);
    auto now = start;
    for (auto const pause : {100ms, 200ms, 400ms, 800ms, 1'600ms, 3'200ms, 5'000ms, 5'000ms})
    {
        connect(pool, entries[1]);
        BOOST_TEST(pool.on_connect_failed(entries[1], now) == 0U);
        BOOST_TEST(pool.connects_needed(now) == 0U);
        BOOST_TEST(pool.connects_needed(now + pause - 1ns) == 0U);
        BOOST_TEST(pool.connects_needed(now + pause) == 4U);
        now += pause;
    }
    connect(pool, entries[1]);
    pool.on_connected(entries[1], now);
    BOOST_TEST(pool.connects_needed(now) == 4U);
}

BOOST_AUTO_TEST_CASE(without_other_connections_there_is_no_backoff)
{
    Pool pool{options(8)};
    pool.enqueue(waiters[0]);
    pool.enqueue(waiters[1]);
    connect(pool, entries[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 1U);
    BOOST_TEST(pool.connects_needed(start) == 2U);
}

BOOST_AUTO_TEST_CASE(each_waiter_has_the_connect_at_its_position)
{
    Pool pool{options(8)};
    for (std::size_t i = 0; i < 3; ++i) pool.enqueue(waiters[i]);
    connect(pool, entries[0]);
    connect(pool, entries[1]);
    BOOST_TEST(pool.connect_for(waiters[0]) == &entries[0]);
    BOOST_TEST(pool.connect_for(waiters[1]) == &entries[1]);
    BOOST_TEST(pool.connect_for(waiters[2]) == nullptr);
    BOOST_TEST(pool.connect_for(waiters[7]) == nullptr);
    pool.dequeue(waiters[0]);
    BOOST_TEST(pool.connect_for(waiters[1]) == &entries[0]);
    BOOST_TEST(pool.connect_for(waiters[2]) == &entries[1]);
}

BOOST_AUTO_TEST_CASE(erase_returns_each_connection_once)
{
    Pool pool{options(8)};
    for (std::size_t i = 0; i < 4; ++i) connect(pool, entries[i]);
    pool.on_connected(entries[2], start);
    for (std::size_t const i : {1U, 3U, 0U, 2U})
    {
        BOOST_TEST(pool.erase(entries[i]).get() == &entries[i]);
        BOOST_TEST(pool.erase(entries[i]) == nullptr);
    }
    BOOST_TEST(pool.connections().empty());
    BOOST_TEST(pool.open() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
