#include "wire/retry_after.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

using clerk::detail::longest_retry_after;
using clerk::detail::parse_retry_after;
using namespace std::chrono;

namespace {

constexpr sys_seconds now = sys_days{2026y / June / 15} + 12h;

} // namespace

BOOST_AUTO_TEST_SUITE(wire_retry_after)

BOOST_AUTO_TEST_CASE(seconds_are_parsed)
{
    struct
    {
        std::string_view field;
        long long expected;
    } const table[]{{"0", 0},        {"1", 1},         {"3600", 3600}, {" 120", 120},
                    {"120 \t", 120}, {"\t 120 ", 120}, {"007", 7},     {"0000000000000000000000000000000000012", 12}};

    for (auto const& [field, expected] : table)
    {
        BOOST_TEST_CONTEXT("field " << field)
        {
            auto const wait = parse_retry_after(field, now);
            BOOST_REQUIRE(wait.has_value());
            BOOST_TEST(wait->count() == expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(fractions_are_rounded_up)
{
    BOOST_CHECK(parse_retry_after("2.5", now) == 3s);
    BOOST_CHECK(parse_retry_after("0.001", now) == 1s);
    BOOST_CHECK(parse_retry_after(" 2.0 ", now) == 2s);
    BOOST_CHECK(parse_retry_after("31535999.5", now) == longest_retry_after);
    BOOST_CHECK(parse_retry_after("99999999999999999999.5", now) == longest_retry_after);
    for (std::string_view const field : {".5", "2.", "2.5.1", "2,5", "2.5 s", "-2.5", "1e3"})
        BOOST_TEST(!parse_retry_after(field, now).has_value(), field);
}

BOOST_AUTO_TEST_CASE(an_overflow_is_the_maximum)
{
    for (auto const& field : {std::to_string(longest_retry_after.count()), std::to_string(longest_retry_after.count() + 1),
                              std::string{"9223372036854775807"}, std::string{"9223372036854775808"}, std::string(400, '9')})
        BOOST_TEST_CONTEXT("field " << field)
        {
            BOOST_CHECK(parse_retry_after(field, now) == longest_retry_after);
        }
}

BOOST_AUTO_TEST_CASE(a_date_is_the_time_until_it)
{
    BOOST_CHECK(parse_retry_after("Mon, 15 Jun 2026 12:00:30 GMT", now) == 30s);
    BOOST_CHECK(parse_retry_after(" Mon, 15 Jun 2026 13:00:00 GMT ", now) == 1h);
    BOOST_CHECK(parse_retry_after("Monday, 15-Jun-26 12:01:00 GMT", now) == 60s);
    BOOST_CHECK(parse_retry_after("Mon Jun 15 12:00:01 2026", now) == 1s);
}

BOOST_AUTO_TEST_CASE(a_past_date_is_zero)
{
    for (auto const* const field :
         {"Mon, 15 Jun 2026 12:00:00 GMT", "Mon, 15 Jun 2026 11:59:59 GMT", "Sun, 06 Nov 1994 08:49:37 GMT",
          "Thu, 01 Jan 1970 00:00:00 GMT", "Sun Nov  6 08:49:37 0001", "Sat, 01 Jan 0000 00:00:00 GMT"})
        BOOST_TEST_CONTEXT("field " << field)
        {
            BOOST_CHECK(parse_retry_after(field, now) == 0s);
        }
}

BOOST_AUTO_TEST_CASE(a_distant_date_is_the_maximum)
{
    BOOST_CHECK(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now) == longest_retry_after);
}

BOOST_AUTO_TEST_CASE(invalid_retry_after_is_absent)
{
    for (auto const* const field :
         {"", " ", "\t", "-1", "+1", "-0", "1e3", "0x10", "1 2", "12s", "s12", "soon", "1,2", "\xd9\xa1", "12\r\n",
          "Mon, 15 Jun 2026 12:00:30 CET", "Mon, 15 Jun 2026", "2026-06-15T12:00:30Z", "-9223372036854775809"})
        BOOST_TEST_CONTEXT("field " << field)
        {
            BOOST_CHECK(!parse_retry_after(field, now));
        }
}

BOOST_AUTO_TEST_SUITE_END()
