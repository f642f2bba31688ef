#include "wire/http_date.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

using clerk::detail::parse_http_date;
using namespace std::chrono;
using namespace std::string_view_literals;

namespace {

constexpr sys_seconds now = sys_days{2026y / June / 15} + 12h;

constexpr sys_seconds at(year_month_day date, seconds time = 0s)
{
    return sys_days{date} + time;
}

constexpr std::string_view day_names[]{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view long_day_names[]{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view month_names[]{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string two_digits(long long value)
{
    return (value < 10 ? "0" : "") + std::to_string(value);
}

/// Returns a time in the three forms of RFC 9110, 5.6.7.
struct Forms
{
    explicit Forms(sys_seconds moment)
    {
        auto const midnight = floor<days>(moment);
        year_month_day const date{midnight};
        hh_mm_ss const clock{moment - midnight};
        auto const weekday_index = weekday{midnight}.c_encoding();
        auto const day = static_cast<unsigned>(date.day());
        auto const month = std::string{month_names[static_cast<unsigned>(date.month()) - 1]};
        auto const year = std::to_string(static_cast<int>(date.year()));
        auto const time = two_digits(clock.hours().count()) + ":" + two_digits(clock.minutes().count()) + ":" +
                          two_digits(clock.seconds().count());
        std::string const short_day{day_names[weekday_index]};
        std::string const long_day{long_day_names[weekday_index]};
        imf_fixdate = short_day + ", " + two_digits(day) + " " + month + " " + year + " " + time + " GMT";
        rfc850 = long_day + ", " + two_digits(day) + "-" + month + "-" + year.substr(2) + " " + time + " GMT";
        asctime = short_day + " " + month + " " + (day < 10 ? " " : "") + std::to_string(day) + " " + time + " " + year;
    }

    std::string imf_fixdate, rfc850, asctime;
};

} // namespace

BOOST_AUTO_TEST_SUITE(wire_http_date)

BOOST_AUTO_TEST_CASE(parses_the_three_forms_of_the_standard)
{
    constexpr auto moment = at(1994y / November / 6, 8h + 49min + 37s);
    for (auto const text : {"Sun, 06 Nov 1994 08:49:37 GMT"sv, "Sunday, 06-Nov-94 08:49:37 GMT"sv, "Sun Nov  6 08:49:37 1994"sv})
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_CHECK(parse_http_date(text, now) == moment);
        }
}

BOOST_AUTO_TEST_CASE(parses_every_day_of_many_years)
{
    auto moment = at(1980y / January / 1);
    for (; moment < at(2076y / January / 1); moment += 24h + 61min + 1s)
    {
        Forms const forms{moment};
        for (auto const& text : {forms.imf_fixdate, forms.rfc850, forms.asctime})
            if (parse_http_date(text, now) != moment) BOOST_ERROR(text);
    }
}

BOOST_AUTO_TEST_CASE(a_leap_second_is_the_start_of_the_next_minute)
{
    BOOST_CHECK(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT", now) == at(2017y / January / 1));
    BOOST_CHECK(parse_http_date("Saturday, 31-Dec-16 23:59:60 GMT", now) == at(2017y / January / 1));
    BOOST_CHECK(parse_http_date("Sat Dec 31 23:59:60 2016", now) == at(2017y / January / 1));
}

BOOST_AUTO_TEST_CASE(two_digit_years_are_at_most_50_years_ahead)
{
    struct
    {
        sys_seconds now;
        std::string_view text;
        year expected;
    } const table[]{
        {now, "Friday, 01-Jan-99 00:00:00 GMT", 1999y},
        {now, "Friday, 01-Jan-00 00:00:00 GMT", 2000y},
        {now, "Friday, 01-Jan-26 00:00:00 GMT", 2026y},
        {now, "Friday, 01-Jan-27 00:00:00 GMT", 2027y},
        {now, "Friday, 13-Jun-76 12:00:00 GMT", 2076y},
        {now, "Friday, 17-Jun-76 12:00:00 GMT", 1976y},
        {now, "Friday, 01-Jan-77 00:00:00 GMT", 1977y},
        {at(2075y / June / 1), "Friday, 01-Jan-05 00:00:00 GMT", 2105y},
        {at(2075y / June / 1), "Friday, 01-Jan-74 00:00:00 GMT", 2074y},
        {at(2099y / December / 31), "Friday, 01-Jan-00 00:00:00 GMT", 2100y},
        {at(2099y / December / 31), "Friday, 29-Feb-00 00:00:00 GMT", 2000y}, // 2100 has none
        {at(1999y / December / 31), "Friday, 01-Jan-00 00:00:00 GMT", 2000y},
    };

    for (auto const& row : table)
    {
        BOOST_TEST_CONTEXT(row.text << " read in " << static_cast<int>(year_month_day{floor<days>(row.now)}.year()))
        {
            auto const date = parse_http_date(row.text, row.now);
            BOOST_REQUIRE(date.has_value());
            BOOST_TEST(static_cast<int>(year_month_day{floor<days>(*date)}.year()) == static_cast<int>(row.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(february_29_exists_in_leap_years_only)
{
    BOOST_CHECK(parse_http_date("Thu, 29 Feb 2024 00:00:00 GMT", now) == at(2024y / February / 29));
    BOOST_CHECK(parse_http_date("Tue, 29 Feb 2000 00:00:00 GMT", now) == at(2000y / February / 29));
    BOOST_CHECK(!parse_http_date("Wed, 29 Feb 2023 00:00:00 GMT", now));
    BOOST_CHECK(!parse_http_date("Mon, 29 Feb 1900 00:00:00 GMT", now));
}

BOOST_AUTO_TEST_CASE(invalid_dates_are_refused)
{
    for (auto const text : {""sv,
                            "x"sv,
                            "Sun"sv,
                            "0"sv,
                            "06 Nov 1994 08:49:37 GMT"sv,
                            "Sun, 06 Nov 1994 08:49:37"sv,
                            "Sun, 06 Nov 1994 08:49:37 "sv,
                            "Sun, 06 Nov 1994 08:49:37 gmt"sv,
                            "Sun, 06 Nov 1994 08:49:37 UTC"sv,
                            "Sun, 06 Nov 1994 08:49:37 +0000"sv,
                            "Sun, 06 Nov 1994 08:49:37 GMT "sv,
                            " Sun, 06 Nov 1994 08:49:37 GMT"sv,
                            "sun, 06 nov 1994 08:49:37 GMT"sv,
                            "Sun,06 Nov 1994 08:49:37 GMT"sv,
                            "Sun, 6 Nov 1994 08:49:37 GMT"sv,
                            "Sun, 06 Nov 94 08:49:37 GMT"sv,
                            "Sun, 06 Nov -994 08:49:37 GMT"sv,
                            "Sun, 00 Nov 1994 08:49:37 GMT"sv,
                            "Sun, 31 Nov 1994 08:49:37 GMT"sv,
                            "Sun, 32 Dec 1994 08:49:37 GMT"sv,
                            "Sun, 06 Foo 1994 08:49:37 GMT"sv,
                            "Foo, 06 Nov 1994 08:49:37 GMT"sv,
                            "Sun, 06 Nov 1994 24:00:00 GMT"sv,
                            "Sun, 06 Nov 1994 08:60:37 GMT"sv,
                            "Sun, 06 Nov 1994 08:49:61 GMT"sv,
                            "Sun, 06 Nov 1994 8:49:37 GMT"sv,
                            "Sun, 06 Nov 1994 08-49-37 GMT"sv,
                            "Sun, 06-Nov-94 08:49:37 GMT"sv,
                            "Sunday, 06 Nov 1994 08:49:37 GMT"sv,
                            "Sunday, 06-Nov-1994 08:49:37 GMT"sv,
                            "Sunday, 31-Feb-94 08:49:37 GMT"sv,
                            "Sun Nov 6 08:49:37 1994"sv,
                            "Sun Nov   6 08:49:37 1994"sv,
                            "Sun Nov  6 08:49:37 94"sv,
                            "Sun Nov  0 08:49:37 1994"sv,
                            "Sun Nov  6 08:49:37 1994 GMT"sv,
                            "1994-11-06T08:49:37Z"sv,
                            "\0Sun, 06 Nov 1994 08:49:37 GMT"sv})
        BOOST_TEST_CONTEXT("text " << text)
        {
            BOOST_CHECK(!parse_http_date(text, now));
        }
}

BOOST_AUTO_TEST_CASE(an_incomplete_date_is_invalid)
{
    Forms const forms{at(2026y / June / 16, 1h)};
    for (auto const& text : {forms.imf_fixdate, forms.rfc850, forms.asctime})
    {
        for (std::size_t i = 0; i < text.size(); ++i)
        {
            BOOST_CHECK(!parse_http_date(text.substr(0, i), now));
            // Without one letter of its day name, the long form is invalid.
            BOOST_CHECK(!parse_http_date(std::string{text}.erase(i, 1), now));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
