#include "api/unconfirmed_revokes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using clerk::detail::UnconfirmedRevokes;

BOOST_AUTO_TEST_SUITE(api_unconfirmed_revokes)

BOOST_AUTO_TEST_CASE(entries_are_known_until_removed)
{
    UnconfirmedRevokes ids;
    BOOST_TEST(!ids.contains("inv_1"));
    ids.remember("inv_1");
    ids.remember("inv_1");
    BOOST_TEST(ids.contains("inv_1"));
    ids.forget("inv_2");
    BOOST_TEST(ids.contains("inv_1"));
    ids.forget("inv_1");
    BOOST_TEST(!ids.contains("inv_1"));
}

BOOST_AUTO_TEST_CASE(the_oldest_entry_is_removed)
{
    UnconfirmedRevokes ids;
    for (std::size_t i = 0; i < UnconfirmedRevokes::capacity; ++i) ids.remember(std::to_string(i));
    BOOST_TEST(ids.contains("0"));
    ids.remember("one more");
    BOOST_TEST(!ids.contains("0"));
    BOOST_TEST(ids.contains("1"));
    BOOST_TEST(ids.contains("one more"));
}

BOOST_AUTO_TEST_SUITE_END()
