#include "json/json_equal.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using clerk::detail::equal_json;

BOOST_AUTO_TEST_SUITE(json_equal)

namespace {

struct Pair
{
    std::string_view a;
    std::string_view b;
    bool same;
};

boost::json::object member(std::string_view value)
{
    return boost::json::parse("{\"x\":" + std::string{value} + "}").get_object();
}

} // namespace

BOOST_AUTO_TEST_CASE(values_compare_by_meaning)
{
    std::vector<Pair> const pairs{{"1", "1", true},
                                  {"1", "2", false},
                                  {"1", "1.0", true},
                                  {"-1", "-1.0", true},
                                  {"1", "1.5", false},
                                  {"-0.0", "0", true},
                                  {"9223372036854775807", "9223372036854775808.0", false},
                                  {"-9223372036854775808", "-9223372036854775808.0", true},
                                  {"9223372036854775808", "9223372036854775808.0", true},
                                  {"18446744073709551615", "18446744073709551616.0", false},
                                  {"18446744073709551615", "-1", false},
                                  {"9007199254740993", "9007199254740992.0", false},
                                  {"1e300", "1", false},
                                  {"18446744073709551615", "-1.0", false},
                                  {"1", "\"1\"", false},
                                  {"0", "false", false},
                                  {"0", "null", false},
                                  {"null", "null", true},
                                  {"true", "true", true},
                                  {"true", "false", false},
                                  {"\"a\"", "\"a\"", true},
                                  {"\"a\"", "\"A\"", false},
                                  {"[]", "[]", true},
                                  {"[]", "{}", false},
                                  {"[1,2]", "[1.0,2.0]", true},
                                  {"[1,2]", "[2,1]", false},
                                  {"[1]", "[1,1]", false},
                                  {R"({"a":1,"b":[{"c":2}]})", R"({"b":[{"c":2.0}],"a":1.0})", true},
                                  {R"({"a":1})", R"({"b":1})", false},
                                  {R"({"a":1})", R"({"a":1,"b":1})", false}};
    for (auto const& pair : pairs) BOOST_TEST_CONTEXT(pair.a << " and " << pair.b)
        {
            BOOST_TEST(equal_json(member(pair.a), member(pair.b)) == pair.same);
            BOOST_TEST(equal_json(member(pair.b), member(pair.a)) == pair.same);
        }
}

BOOST_AUTO_TEST_CASE(an_object_without_members_is_empty)
{
    BOOST_TEST(equal_json({}, {}));
    BOOST_TEST(!equal_json({}, member("null")));
}

BOOST_AUTO_TEST_SUITE_END()
