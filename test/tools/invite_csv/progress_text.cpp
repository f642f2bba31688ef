#include "invite_csv/progress_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using invite_csv::duration_text;
using invite_csv::progress_bar;
using invite_csv::progress_line;
using invite_csv::ProgressView;
using invite_csv::rate_text;
using invite_csv::time_left;

BOOST_AUTO_TEST_SUITE(progress_text)

namespace {

ProgressView view_of(std::size_t total, std::size_t invited, std::size_t failed, std::chrono::milliseconds elapsed)
{
    ProgressView view;
    view.total = total;
    view.invited = invited;
    view.failed = failed;
    view.elapsed = elapsed;
    return view;
}

ProgressView held_view()
{
    auto view = view_of(245, 118, 2, 10s);
    view.held = 754s;
    view.held_until = "14:05:12";
    return view;
}

} // namespace

BOOST_AUTO_TEST_CASE(durations_are_short_and_rounded_up)
{
    BOOST_TEST(duration_text(0ms) == "0 s");
    BOOST_TEST(duration_text(1ms) == "1 s");
    BOOST_TEST(duration_text(59s) == "59 s");
    BOOST_TEST(duration_text(60s) == "1 min");
    BOOST_TEST(duration_text(200s) == "3 min 20 s");
    BOOST_TEST(duration_text(3600s) == "1 h");
    BOOST_TEST(duration_text(7441s) == "2 h 5 min");
    BOOST_TEST(duration_text(30h) == "30 h");
}

BOOST_AUTO_TEST_CASE(rates_have_a_suitable_unit)
{
    BOOST_TEST(rate_text(view_of(100, 0, 0, 10s)) == "");
    BOOST_TEST(rate_text(view_of(1000, 100, 20, 10s)) == "12.0/s");
    BOOST_TEST(rate_text(view_of(1000, 300, 0, 1s)) == "300/s");
    BOOST_TEST(rate_text(view_of(1000, 350, 0, 1h)) == "5.8/min");
    BOOST_TEST(rate_text(view_of(1000, 5, 5, 1h)) == "10.0/h");
    BOOST_TEST(rate_text(view_of(1000, 1, 0, 0ms)) == "1000/s");
}

BOOST_AUTO_TEST_CASE(the_time_left_follows_the_rate_and_the_limit)
{
    BOOST_TEST(time_left(view_of(100, 0, 0, 10s)).count() < 0);
    BOOST_TEST(time_left(view_of(100, 45, 5, 10s)).count() == 10'000);
    BOOST_TEST(time_left(view_of(100, 100, 0, 10s)).count() == 0);
    BOOST_TEST(time_left(held_view()).count() == 754'000);
}

BOOST_AUTO_TEST_CASE(a_progress_line_has_all_figures)
{
    BOOST_TEST(progress_line(view_of(245, 0, 0, 0ms)) == "0 of 245 done: 0 invited, 0 failed");
    BOOST_TEST(progress_line(view_of(245, 118, 2, 10s)) == "120 of 245 done: 118 invited, 2 failed; 12.0/s, 11 s left");
    BOOST_TEST(progress_line(held_view()) == "120 of 245 done: 118 invited, 2 failed; rate limited until 14:05:12 (12 min 34 s)");
    BOOST_TEST(progress_line(view_of(245, 245, 0, 10s)) == "245 of 245 done: 245 invited, 0 failed; 24.5/s");
}

BOOST_AUTO_TEST_CASE(a_progress_bar_fits_its_columns)
{
    BOOST_TEST(progress_bar(view_of(100, 50, 0, 10s), 60) == "[#############..............] 50/100   50%  5.0/s  10 s left");
    BOOST_TEST(progress_bar(view_of(0, 0, 0, 0ms), 60) == "[########################################] 0/0  100%");
    BOOST_TEST(progress_bar(held_view(), 200) == "[###################.....................] 120/245   48%  rate limited "
                                                 "until 14:05:12 (12 min 34 s)  2 failed");
    for (std::size_t columns = 0; columns < 200; ++columns)
    {
        BOOST_TEST(progress_bar(held_view(), columns).size() <= columns);
        BOOST_TEST(progress_bar(view_of(245, 118, 2, 10s), columns).size() <= columns);
    }
}

BOOST_AUTO_TEST_SUITE_END()
