#include "support/manual_clock.hpp"

#include "transport/timers.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>

using clerk::detail::TimerEntry;
using clerk::detail::Timers;
using clerk::test::ManualClock;
using namespace std::chrono_literals;

namespace {

struct Entry final : TimerEntry
{
    Entry() noexcept : TimerEntry{Kind::call} {}
};

struct Rig
{
    boost::asio::io_context context{1};
    ManualClock clock;
    Timers timers;
    int expiries{0};

    Rig()
    {
        timers.start(clock.factory()(context.get_executor(), [this] {
            ++expiries;
            timers.on_expiry();
        }));
    }

    /// Moves the clock and returns how often the timer has expired.
    int advance(std::chrono::milliseconds by)
    {
        expiries = 0;
        clock.advance(by);
        context.restart();
        context.run();
        return expiries;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(transport_timers)

BOOST_AUTO_TEST_CASE(an_entry_is_due_at_its_time)
{
    Rig rig;
    Entry entry;
    rig.timers.schedule(entry, rig.timers.now() + 10ms);
    BOOST_TEST(rig.advance(9ms) == 0);
    BOOST_TEST(rig.timers.pop_due(rig.timers.now()) == nullptr);
    BOOST_TEST(rig.advance(1ms) == 1);
    BOOST_TEST(rig.timers.pop_due(rig.timers.now()) == &entry);
    BOOST_TEST(!entry.scheduled());
}

BOOST_AUTO_TEST_CASE(an_entry_is_never_due_early)
{
    Rig rig;
    Entry entry;
    rig.timers.schedule(entry, rig.timers.now() + 1ns);
    BOOST_TEST(rig.timers.pop_due(rig.timers.now()) == nullptr);
    rig.advance(1ms);
    BOOST_TEST(rig.timers.pop_due(rig.timers.now()) == &entry);
}

BOOST_AUTO_TEST_CASE(an_earlier_entry_moves_the_timer)
{
    Rig rig;
    Entry late, early;
    rig.timers.schedule(late, rig.timers.now() + 100ms);
    rig.timers.schedule(early, rig.timers.now() + 10ms);
    BOOST_TEST(rig.advance(10ms) == 1);
    BOOST_TEST(rig.timers.pop_due(rig.timers.now()) == &early);
    rig.timers.arm();
    BOOST_TEST(rig.advance(90ms) == 1);
    BOOST_TEST(rig.timers.pop_due(rig.timers.now()) == &late);
}

BOOST_AUTO_TEST_CASE(a_cancelled_entry_is_not_due)
{
    Rig rig;
    Entry entry;
    rig.timers.schedule(entry, rig.timers.now() + 10ms);
    rig.timers.cancel(entry);
    rig.timers.disarm_if_idle();
    BOOST_TEST(rig.advance(20ms) == 0);
    BOOST_TEST(rig.timers.pop_due(rig.timers.now()) == nullptr);
}

BOOST_AUTO_TEST_CASE(pop_any_removes_all_entries)
{
    Rig rig;
    Entry entries[3];
    for (auto& entry : entries) rig.timers.schedule(entry, rig.timers.now() + 1h);
    for ([[maybe_unused]] auto const& entry : entries) BOOST_TEST(rig.timers.pop_any() != nullptr);
    BOOST_TEST(rig.timers.pop_any() == nullptr);
    for (auto const& entry : entries) BOOST_TEST(!entry.scheduled());
}

BOOST_AUTO_TEST_CASE(nothing_is_armed_after_a_stop)
{
    Rig rig;
    Entry entry;
    rig.timers.stop();
    rig.timers.arm();
    BOOST_TEST(rig.advance(1h) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
