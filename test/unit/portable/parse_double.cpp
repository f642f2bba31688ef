#include "portable/parse_double.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <charconv>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

using clerk::detail::parse_double;
using clerk::detail::parse_double_by_strtod;

namespace {

using Parser = std::errc(std::string_view, double&);

struct Outcome
{
    std::errc error{};
    std::uint64_t bits{0};

    bool operator==(Outcome const&) const = default;
};

Outcome outcome(Parser& parser, std::string_view text)
{
    double value = -1;
    auto const error = parser(text, value);
    return {error, std::bit_cast<std::uint64_t>(value)};
}

void check_equal(std::string_view text)
{
    BOOST_TEST_CONTEXT(text)
    {
        BOOST_TEST((outcome(parse_double, text) == outcome(parse_double_by_strtod, text)));
    }
}

/// Restores the locale of the program.
struct Locale
{
    explicit Locale(char const* name) : set{std::setlocale(LC_ALL, name) != nullptr} {}

    ~Locale() { std::setlocale(LC_ALL, "C"); }

    Locale(Locale const&) = delete;
    Locale& operator=(Locale const&) = delete;

    bool const set;
};

} // namespace

BOOST_AUTO_TEST_SUITE(portable_parse_double)

BOOST_AUTO_TEST_CASE(both_ways_give_the_nearest_double_or_refuse_the_number)
{
    constexpr auto out_of_range = std::errc::result_out_of_range;
    for (auto* const parser : {&parse_double, &parse_double_by_strtod})
    {
        double value = 0;
        BOOST_TEST((parser("1.5", value) == std::errc{} && value == 1.5));
        BOOST_TEST((parser("-1e3", value) == std::errc{} && value == -1000));
        BOOST_TEST((parser("5e-324", value) == std::errc{} && value == std::numeric_limits<double>::denorm_min()));
        BOOST_TEST((parser("1e309", value) == out_of_range && parser("-1e309", value) == out_of_range));
        BOOST_TEST((value == std::numeric_limits<double>::denorm_min()));
        BOOST_TEST((parser("1e-400", value) == std::errc{} && value == 0 && !std::signbit(value)));
        BOOST_TEST((parser("-1e-400", value) == std::errc{} && value == 0 && std::signbit(value)));
    }
}

BOOST_AUTO_TEST_CASE(both_ways_agree_at_the_edges)
{
    for (auto const* const text :
         {"0", "-0", "0.0", "-0.0e5", "0e-999", "0.1", "9007199254740993", "9007199254740992.5", "1.7976931348623157e308",
          "1.7976931348623158e308", "1.7976931348623159e308", "2.2250738585072014e-308", "2.2250738585072011e-308",
          "4.9406564584124654e-324", "2.4703282292062328e-324", "2.4703282292062327e-324", "1E5", "1e+5", "1e99999999999"})
        check_equal(text);
    check_equal("0." + std::string(400, '0') + "1");
    check_equal(std::string(400, '9'));
    check_equal("1." + std::string(2000, '3') + "e-300");
}

BOOST_AUTO_TEST_CASE(both_ways_agree_on_random_numbers)
{
    std::mt19937_64 random{20261126};
    for (int i = 0; i < 20'000; ++i)
    {
        auto const value = std::bit_cast<double>(random());
        if (!std::isfinite(value)) continue;
        char text[64];
        auto const* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, i % 20).ptr;
        check_equal({text, end});
    }
}

BOOST_AUTO_TEST_CASE(the_locale_of_the_program_does_not_matter)
{
    Locale const german{"de_DE.UTF-8"};
    if (!german.set) BOOST_TEST_MESSAGE("skipped: de_DE.UTF-8 is not installed");
    BOOST_TEST((outcome(parse_double_by_strtod, "1.5") == outcome(parse_double, "1.5")));
}

BOOST_AUTO_TEST_SUITE_END()
