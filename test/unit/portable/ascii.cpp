#include "portable/ascii.hpp"

#include <boost/test/unit_test.hpp>

using clerk::detail::equal_ignoring_case;
using clerk::detail::to_lower;

BOOST_AUTO_TEST_SUITE(portable_ascii)

BOOST_AUTO_TEST_CASE(only_ascii_letters_are_lower_cased)
{
    BOOST_TEST(to_lower("AZaz09-_@[`{\xc3\x84") == "azaz09-_@[`{\xc3\x84");
    BOOST_TEST(to_lower("") == "");
}

BOOST_AUTO_TEST_CASE(texts_are_equal_in_any_case_of_ascii_letters)
{
    BOOST_TEST(equal_ignoring_case("Api.Clerk.COM", "api.clerk.com"));
    BOOST_TEST(equal_ignoring_case("", ""));
    BOOST_TEST(!equal_ignoring_case("api.clerk.com", "api.clerk.co"));
    BOOST_TEST(!equal_ignoring_case("a@", "a`"));
    BOOST_TEST(!equal_ignoring_case("a-b", "a\rb"));
}

BOOST_AUTO_TEST_SUITE_END()
