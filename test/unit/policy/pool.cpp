#include "policy/pool.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

using clerk::PoolOptions;
using clerk::detail::Pool;
using clerk::detail::PooledConnection;
using namespace std::chrono_literals;

namespace {

using Waiter = Pool::Waiter;
using Entry = PooledConnection;
using Status = Pool::Status;

constexpr Pool::TimePoint start{1000h};

constexpr PoolOptions options(std::size_t max_connections, std::size_t max_waiting = 65'536)
{
    return {.max_connections = max_connections, .max_waiting = max_waiting};
}

struct Fixture
{
    std::array<Waiter, 8> waiters;
    std::array<Entry, 8> entries;

    /// Opens a connection in no time, leased.
    void open(Pool& pool, Entry& entry)
    {
        pool.start_connect(entry);
        pool.on_connected(entry, start);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(policy_pool, Fixture)

BOOST_AUTO_TEST_CASE(the_longest_waiting_is_next)
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

BOOST_AUTO_TEST_CASE(those_a_connection_can_be_opened_for_do_not_count_as_waiting)
{
    Pool pool{options(2, 1)};
    for (std::size_t i = 0; i < 3; ++i)
    {
        BOOST_TEST(pool.can_enqueue(start));
        pool.enqueue(waiters[i]);
    }
    BOOST_TEST(!pool.can_enqueue(start));
    pool.start_connect(entries[0]);
    pool.start_connect(entries[1]);
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
    pool.start_connect(entries[0]);
    BOOST_TEST(pool.can_enqueue(start));
    pool.enqueue(waiters[1]);
    pool.start_connect(entries[1]);
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
    pool.start_connect(entries[1]);
    BOOST_TEST(pool.can_enqueue(start));
    static_cast<void>(pool.on_connect_failed(entries[1], start));
    BOOST_TEST(pool.connects_needed(start) == 0U);
    BOOST_TEST(!pool.can_enqueue(start));
    BOOST_TEST(!pool.can_enqueue(start + 100ms - 1ns));
    BOOST_TEST(pool.can_enqueue(start + 100ms));
    pool.erase(entries[0]); // without open connections, attempts are not delayed
    BOOST_TEST(pool.can_enqueue(start));
}

BOOST_AUTO_TEST_CASE(while_connects_are_put_off_only_the_queue_s_places_are_left)
{
    Pool pool{options(3, 2)};
    open(pool, entries[0]);
    pool.start_connect(entries[1]);
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
    pool.start_connect(entries[0]);
    BOOST_TEST(pool.connects_needed(start) == 2U);
    BOOST_TEST(pool.capacity_left() == 2U);
    pool.start_connect(entries[1]);
    pool.start_connect(entries[2]);
    BOOST_TEST(pool.connects_needed(start) == 0U);
    BOOST_TEST(pool.capacity_left() == 0U);
}

BOOST_AUTO_TEST_CASE(those_being_opened_are_counted_against_those_that_wait)
{
    Pool pool{options(8)};
    pool.start_connect(entries[0]);
    pool.start_connect(entries[1]);
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
    for (std::size_t i = 0; i < 3; ++i) pool.start_connect(entries[i]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 0U);
    BOOST_TEST(pool.on_connect_failed(entries[1], start) == 0U);
    BOOST_TEST(pool.on_connect_failed(entries[2], start) == 3U); // one for each unreported failure
    BOOST_TEST((entries[2].status() == Status::gone));
    pool.start_connect(entries[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 1U);
}

BOOST_AUTO_TEST_CASE(no_more_hear_of_failures_than_wait)
{
    Pool pool{options(4)};
    pool.start_connect(entries[0]);
    pool.start_connect(entries[1]);
    pool.enqueue(waiters[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 0U);
    BOOST_TEST(pool.on_connect_failed(entries[1], start) == 1U);
    static_cast<void>(pool.pop_waiter());
    pool.start_connect(entries[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 0U);
}

BOOST_AUTO_TEST_CASE(failures_are_forgotten_once_a_connection_came_to_be)
{
    Pool pool{options(4)};
    for (std::size_t i = 0; i < 3; ++i) pool.enqueue(waiters[i]);
    for (std::size_t i = 0; i < 3; ++i) pool.start_connect(entries[i]);
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
        pool.start_connect(entries[1]);
        BOOST_TEST(pool.on_connect_failed(entries[1], now) == 0U);
        BOOST_TEST(pool.connects_needed(now) == 0U);
        BOOST_TEST(pool.connects_needed(now + pause - 1ns) == 0U);
        BOOST_TEST(pool.connects_needed(now + pause) == 4U);
        now += pause;
    }
    pool.start_connect(entries[1]);
    pool.on_connected(entries[1], now);
    BOOST_TEST(pool.connects_needed(now) == 4U);
}

BOOST_AUTO_TEST_CASE(without_other_connections_there_is_no_backoff)
{
    Pool pool{options(8)};
    pool.enqueue(waiters[0]);
    pool.enqueue(waiters[1]);
    pool.start_connect(entries[0]);
    BOOST_TEST(pool.on_connect_failed(entries[0], start) == 1U);
    BOOST_TEST(pool.connects_needed(start) == 2U);
}

BOOST_AUTO_TEST_CASE(each_waiter_has_the_opening_connection_of_its_place)
{
    Pool pool{options(8)};
    for (std::size_t i = 0; i < 3; ++i) pool.enqueue(waiters[i]);
    pool.start_connect(entries[0]);
    pool.start_connect(entries[1]);
    BOOST_TEST(pool.connect_for(waiters[0]) == &entries[0]);
    BOOST_TEST(pool.connect_for(waiters[1]) == &entries[1]);
    BOOST_TEST(pool.connect_for(waiters[2]) == nullptr);
    BOOST_TEST(pool.connect_for(waiters[7]) == nullptr);
    pool.dequeue(waiters[0]);
    BOOST_TEST(pool.connect_for(waiters[1]) == &entries[0]);
    BOOST_TEST(pool.connect_for(waiters[2]) == &entries[1]);
}

BOOST_AUTO_TEST_SUITE_END()
