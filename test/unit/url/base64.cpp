#include "url/base64.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using clerk::detail::base64;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(url_base64)

BOOST_AUTO_TEST_CASE(the_vectors_of_rfc_4648_10)
{
    for (auto const& [bytes, text] : {std::pair{""sv, ""sv},
                                      {"f", "Zg=="},
                                      {"fo", "Zm8="},
                                      {"foo", "Zm9v"},
                                      {"foob", "Zm9vYg=="},
                                      {"fooba", "Zm9vYmE="},
                                      {"foobar", "Zm9vYmFy"}})
        BOOST_TEST(base64(bytes).view() == text);
}

BOOST_AUTO_TEST_CASE(bytes_of_any_value)
{
    BOOST_TEST(base64("\x00\xff\xfe\xfb\xef\xbe"sv).view() == "AP/+++++");
    BOOST_TEST(base64("\x80\x81"sv).view() == "gIE=");
}

BOOST_AUTO_TEST_SUITE_END()
