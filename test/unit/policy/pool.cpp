#include "policy/pool.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

using clerk::PoolOptions;
using clerk::detail::PoolState;
using namespace std::chrono_literals;

namespace {

using Waiter = PoolState::Waiter;
using Entry = PoolState::Entry;
using Standing = PoolState::Standing;

constexpr PoolState::TimePoint start{1000h};

constexpr PoolOptions options(std::size_t max_connections, std::size_t max_waiting = 65'536)
{
    return {.max_connections = max_connections, .max_waiting = max_waiting};
}

struct Fixture
{
    std::array<Waiter, 8> waiters;
    std::array<Entry, 8> entries;

    /// Opens a connection in no time, leased.
    void open(PoolState& pool, Entry& entry)
    {
        pool.opening(entry);
        pool.opened(entry, start);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(net_pool_state, Fixture)

BOOST_AUTO_TEST_CASE(the_longest_waiting_is_next)
{
    PoolState pool{options(4)};
    for (std::size_t i = 0; i < 4; ++i) pool.wait(waiters[i]);
    BOOST_TEST(pool.waiting() == 4U);
    BOOST_TEST(pool.next_waiter() == &waiters[0]);
    pool.leave(waiters[2]);
    pool.wait_first(waiters[5]); // like a waiter whose connection was dead
    BOOST_TEST(pool.next_waiter() == &waiters[5]);
    BOOST_TEST(pool.next_waiter() == &waiters[1]);
    BOOST_TEST(pool.next_waiter() == &waiters[3]);
    BOOST_TEST(pool.next_waiter() == nullptr);
}

BOOST_AUTO_TEST_CASE(those_a_connection_can_be_opened_for_do_not_count_as_waiting)
{
    PoolState pool{options(2, 1)};
    for (std::size_t i = 0; i < 3; ++i)
    {
        BOOST_TEST(pool.may_wait(start));
        pool.wait(waiters[i]);
    }
    BOOST_TEST(!pool.may_wait(start));
    pool.opening(entries[0]);
    pool.opening(entries[1]);
    BOOST_TEST(!pool.may_wait(start));
    pool.opened(entries[0], start);
    static_cast<void>(pool.next_waiter());
    pool.opened(entries[1], start);
    static_cast<void>(pool.next_waiter());
    BOOST_TEST(pool.waiting() == 1U);
    BOOST_TEST(!pool.may_wait(start));
    static_cast<void>(pool.next_waiter());
    BOOST_TEST(pool.may_wait(start));
}

BOOST_AUTO_TEST_CASE(without_a_queue_calls_wait_for_pending_connects_only)
{
    PoolState pool{options(2, 0)};
    BOOST_TEST(pool.may_wait(start));
    pool.wait(waiters[0]);
    pool.opening(entries[0]);
    BOOST_TEST(pool.may_wait(start));
    pool.wait(waiters[1]);
    pool.opening(entries[1]);
    BOOST_TEST(!pool.may_wait(start));
    pool.opened(entries[0], start);
    static_cast<void>(pool.next_waiter());
    BOOST_TEST(!pool.may_wait(start));
    pool.opened(entries[1], start);
    static_cast<void>(pool.next_waiter());
    BOOST_TEST(!pool.may_wait(start));
    pool.remove(entries[0]);
    BOOST_TEST(pool.may_wait(start));
}

BOOST_AUTO_TEST_CASE(free_capacity_is_ignored_during_backoff)
{
    PoolState pool{options(3, 0)};
    open(pool, entries[0]);
    BOOST_TEST(pool.may_wait(start));
    pool.opening(entries[1]);
    BOOST_TEST(pool.may_wait(start));
    static_cast<void>(pool.failed(entries[1], start));
    BOOST_TEST(pool.wanted(start) == 0U);
    BOOST_TEST(!pool.may_wait(start));
    BOOST_TEST(!pool.may_wait(start + 100ms - 1ns));
    BOOST_TEST(pool.may_wait(start + 100ms));
    pool.remove(entries[0]); // without open connections, attempts are not delayed
    BOOST_TEST(pool.may_wait(start));
}

BOOST_AUTO_TEST_CASE(while_connects_are_put_off_only_the_queue_s_places_are_left)
{
    PoolState pool{options(3, 2)};
    open(pool, entries[0]);
    pool.opening(entries[1]);
    static_cast<void>(pool.failed(entries[1], start));
    pool.wait(waiters[0]);
    BOOST_TEST(pool.may_wait(start));
    pool.wait(waiters[1]);
    BOOST_TEST(!pool.may_wait(start));
    pool.leave(waiters[0]);
    BOOST_TEST(pool.may_wait(start));
}

BOOST_AUTO_TEST_CASE(one_connect_per_waiter_until_the_pool_is_full)
{
    PoolState pool{options(3)};
    BOOST_TEST(pool.wanted(start) == 0U);
    for (std::size_t i = 0; i < 5; ++i)
    {
        pool.wait(waiters[i]);
        BOOST_TEST(pool.wanted(start) == std::min<std::size_t>(i + 1, 3));
    }
    pool.opening(entries[0]);
    BOOST_TEST(pool.wanted(start) == 2U);
    BOOST_TEST(pool.room() == 2U);
    pool.opening(entries[1]);
    pool.opening(entries[2]);
    BOOST_TEST(pool.wanted(start) == 0U);
    BOOST_TEST(pool.room() == 0U);
}

BOOST_AUTO_TEST_CASE(those_being_opened_are_counted_against_those_that_wait)
{
    PoolState pool{options(8)};
    pool.opening(entries[0]);
    pool.opening(entries[1]);
    pool.wait(waiters[0]);
    pool.wait(waiters[1]);
    BOOST_TEST(pool.wanted(start) == 0U);
    pool.wait(waiters[2]);
    BOOST_TEST(pool.wanted(start) == 1U);
}

BOOST_AUTO_TEST_CASE(a_connect_failure_fails_calls_only_without_alternatives)
{
    PoolState pool{options(4)};
    for (std::size_t i = 0; i < 3; ++i) pool.wait(waiters[i]);
    for (std::size_t i = 0; i < 3; ++i) pool.opening(entries[i]);
    BOOST_TEST(pool.failed(entries[0], start) == 0U);
    BOOST_TEST(pool.failed(entries[1], start) == 0U);
    BOOST_TEST(pool.failed(entries[2], start) == 3U); // one for each unreported failure
    BOOST_TEST((entries[2].standing() == Standing::gone));
    pool.opening(entries[0]);
    BOOST_TEST(pool.failed(entries[0], start) == 1U);
}

BOOST_AUTO_TEST_CASE(no_more_hear_of_failures_than_wait)
{
    PoolState pool{options(4)};
    pool.opening(entries[0]);
    pool.opening(entries[1]);
    pool.wait(waiters[0]);
    BOOST_TEST(pool.failed(entries[0], start) == 0U);
    BOOST_TEST(pool.failed(entries[1], start) == 1U);
    static_cast<void>(pool.next_waiter());
    pool.opening(entries[0]);
    BOOST_TEST(pool.failed(entries[0], start) == 0U);
}

BOOST_AUTO_TEST_CASE(failures_are_forgotten_once_a_connection_came_to_be)
{
    PoolState pool{options(4)};
    for (std::size_t i = 0; i < 3; ++i) pool.wait(waiters[i]);
    for (std::size_t i = 0; i < 3; ++i) pool.opening(entries[i]);
    BOOST_TEST(pool.failed(entries[0], start) == 0U);
    pool.opened(entries[1], start);
    pool.remove(entries[1]);
    BOOST_TEST(pool.failed(entries[2], start) == 1U);
}

BOOST_AUTO_TEST_CASE(refused_connects_back_off_while_others_serve)
{
    PoolState pool{options(8)};
    open(pool, entries[0]);
    for (std::size_t i = 0; i < 4; ++i) pool.wait(waiters[i]);
    auto now = start;
    for (auto const pause : {100ms, 200ms, 400ms, 800ms, 1'600ms, 3'200ms, 5'000ms, 5'000ms})
    {
        pool.opening(entries[1]);
        BOOST_TEST(pool.failed(entries[1], now) == 0U);
        BOOST_TEST(pool.wanted(now) == 0U);
        BOOST_TEST(pool.wanted(now + pause - 1ns) == 0U);
        BOOST_TEST(pool.wanted(now + pause) == 4U);
        now += pause;
    }
    pool.opening(entries[1]);
    pool.opened(entries[1], now);
    BOOST_TEST(pool.wanted(now) == 4U);
}

BOOST_AUTO_TEST_CASE(without_other_connections_there_is_no_backoff)
{
    PoolState pool{options(8)};
    pool.wait(waiters[0]);
    pool.wait(waiters[1]);
    pool.opening(entries[0]);
    BOOST_TEST(pool.failed(entries[0], start) == 1U);
    BOOST_TEST(pool.wanted(start) == 2U);
}

BOOST_AUTO_TEST_CASE(each_waiter_has_the_opening_connection_of_its_place)
{
    PoolState pool{options(8)};
    for (std::size_t i = 0; i < 3; ++i) pool.wait(waiters[i]);
    pool.opening(entries[0]);
    pool.opening(entries[1]);
    BOOST_TEST(pool.opening_for(waiters[0]) == &entries[0]);
    BOOST_TEST(pool.opening_for(waiters[1]) == &entries[1]);
    BOOST_TEST(pool.opening_for(waiters[2]) == nullptr);
    BOOST_TEST(pool.opening_for(waiters[7]) == nullptr);
    pool.leave(waiters[0]);
    BOOST_TEST(pool.opening_for(waiters[1]) == &entries[0]);
    BOOST_TEST(pool.opening_for(waiters[2]) == &entries[1]);
}

BOOST_AUTO_TEST_SUITE_END()
