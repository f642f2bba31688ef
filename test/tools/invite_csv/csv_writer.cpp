#include "invite_csv/csv_writer.hpp"

#include "invite_csv/csv_reader.hpp"

#include <boost/test/unit_test.hpp>

using invite_csv::csv_line;

BOOST_AUTO_TEST_SUITE(csv_writer)

BOOST_AUTO_TEST_CASE(quotes_only_if_needed)
{
    BOOST_TEST(csv_line({"a", "", "b c"}) == "a,,b c\r\n");
    BOOST_TEST(csv_line({"a,b", "say \"hi\"", "x\ny", "x\ry"}) == "\"a,b\",\"say \"\"hi\"\"\",\"x\ny\",\"x\ry\"\r\n");
    BOOST_TEST(csv_line({}) == "\r\n");
}

BOOST_AUTO_TEST_CASE(formulas_are_neutralised)
{
    BOOST_TEST(csv_line({"=1+1", "+1", "-1", "@x", "\tx", "\rx"}) == "\"'=1+1\",\"'+1\",\"'-1\",\"'@x\",\"'\tx\",\"'\rx\"\r\n");
    BOOST_TEST(csv_line({"a=1", "'=1", "a@example.com"}) == "a=1,'=1,a@example.com\r\n");
}

BOOST_AUTO_TEST_CASE(written_files_read_back_equal)
{
    auto const records = invite_csv::read_csv(csv_line({"\"", ",", "a\r\n", "\"\"a", "", "plain"}));
    std::vector<std::string> const wanted{"\"", ",", "a\r\n", "\"\"a", "", "plain"};
    BOOST_TEST_REQUIRE(records.size() == 1U);
    BOOST_TEST(records[0].problem == "");
    BOOST_TEST(records[0].fields == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
