#include "invite_csv/console.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace std::chrono_literals;
using invite_csv::Console;
using invite_csv::ProgressView;

BOOST_AUTO_TEST_SUITE(console)

namespace {

constexpr Console::TimePoint start{1000h};

ProgressView view_of(std::size_t invited, std::chrono::milliseconds held = 0ms)
{
    ProgressView view;
    view.total = 10;
    view.invited = invited;
    view.elapsed = 10s;
    view.held = held;
    view.held_until = "14:05:12";
    return view;
}

} // namespace

BOOST_AUTO_TEST_CASE(without_a_terminal_progress_lines_are_periodic)
{
    std::ostringstream out;
    Console console{out, {}};
    auto const lines_after = [&](ProgressView const& view, Console::TimePoint now) {
        out.str({});
        console.show(view, now);
        return out.str();
    };
    BOOST_TEST(lines_after(view_of(0), start) == "0 of 10 done: 0 invited, 0 failed\n");
    BOOST_TEST(lines_after(view_of(1), start + 1s) == "");
    BOOST_TEST(lines_after(view_of(2), start + 5s) == "2 of 10 done: 2 invited, 0 failed; 12.0/min, 40 s left\n");
    BOOST_TEST(lines_after(view_of(2), start + 60s) == "");
    BOOST_TEST(lines_after(view_of(2, 60s), start + 61s) ==
               "2 of 10 done: 2 invited, 0 failed; rate limited until 14:05:12 (1 min)\n");
    BOOST_TEST(lines_after(view_of(2, 50s), start + 71s) == "");
    BOOST_TEST(lines_after(view_of(2), start + 121s) == "2 of 10 done: 2 invited, 0 failed; 12.0/min, 40 s left\n");
    BOOST_TEST(lines_after(view_of(10), start + 122s) == "10 of 10 done: 10 invited, 0 failed; 1.0/s\n");
    out.str({});
    console.print("a message");
    console.finish();
    BOOST_TEST(out.str() == "a message\n");
}

BOOST_AUTO_TEST_CASE(a_terminal_shows_a_progress_bar_below_the_messages)
{
    std::ostringstream out;
    Console console{out, [] { return std::size_t{20}; }};
    console.print("before");
    BOOST_TEST(out.str() == "before\n");
    out.str({});
    console.show(view_of(5), start);
    BOOST_TEST(out.str() == "\r\x1b[K5/10   50%  30.0/min");
    out.str({});
    console.print("a message");
    BOOST_TEST(out.str() == "\r\x1b[Ka message\n\r\x1b[K5/10   50%  30.0/min");
    out.str({});
    console.finish();
    console.print("after");
    BOOST_TEST(out.str() == "\nafter\n");
}

BOOST_AUTO_TEST_SUITE_END()
