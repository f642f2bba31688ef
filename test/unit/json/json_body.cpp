#include "json/json_body.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using clerk::detail::decode_json_body;

namespace {

/// Returns why the body is invalid. Empty if it is valid.
std::string failure(std::string_view body, std::size_t max_depth = 64)
{
    auto const value = decode_json_body(body, max_depth);
    return value ? std::string{} : value.error().detail;
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_body)

BOOST_AUTO_TEST_CASE(any_json_is_read_and_an_empty_body_is_null)
{
    BOOST_TEST(decode_json_body("", 64).value().is_null());
    for (std::string_view const body : {"null", "true", "-1", "1.5", "\"text\"", "[]", R"([{"a":[1,2.5,{}]},"b"])"})
        BOOST_TEST(decode_json_body(body, 64).value() == boost::json::parse(body));
}

BOOST_AUTO_TEST_CASE(invalid_or_deep_json_is_refused)
{
    BOOST_TEST(failure("<html>") == "the body is not valid JSON");
    BOOST_TEST(failure("{} {}") == "the body is not valid JSON");
    BOOST_TEST(failure("[[1]]", 2) == "");
    BOOST_TEST(failure("[[1]]", 1) == "the body nests deeper than max_json_depth");
}

BOOST_AUTO_TEST_CASE(numbers_out_of_the_range_of_a_double_are_refused)
{
    constexpr std::string_view out_of_range{"the body contains a number that is out of the range of a double"};
    BOOST_TEST(failure("1e400") == out_of_range);
    BOOST_TEST(failure("-1e400") == out_of_range);
    BOOST_TEST(failure("[1,[],1e309]") == out_of_range);
    BOOST_TEST(failure(R"({"a":"b","c":[{"d":1},{"e":-1E+999}]})") == out_of_range);
    BOOST_TEST(failure(std::string(400, '9')) == out_of_range);
    BOOST_TEST(failure(std::string(1000, '[') + "1e400" + std::string(1000, ']'), 1000) == out_of_range);
}

BOOST_AUTO_TEST_CASE(extreme_doubles_are_read)
{
    for (std::string_view const body : {"1e308", "-1.7976931348623157e308", "[1e-400]", "18446744073709551616", "\"1e400\""})
        BOOST_TEST(failure(body) == "");
}

BOOST_AUTO_TEST_CASE(numbers_are_converted_to_the_nearest_double)
{
    // Boost.JSON's default conversion is off by one unit in the last place of each.
    BOOST_TEST(decode_json_body("9.223374744147419e+21", 64).value().as_double() == 9.223374744147419e+21);
    BOOST_TEST(decode_json_body("[1.7976931348623157e308]", 64).value().at(0).as_double() == 1.7976931348623157e308);
    BOOST_TEST(decode_json_body(R"({"a":0.1234567890123456789})", 64).value().at("a").as_double() == 0.1234567890123456789);
}

BOOST_AUTO_TEST_SUITE_END()
