#include "invite_csv/csv_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using invite_csv::CsvRecord;
using invite_csv::read_csv;
using Fields = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(csv_reader)

namespace {

struct Case
{
    std::string_view what;
    std::string_view text;
    std::vector<Fields> records;
};

} // namespace

BOOST_AUTO_TEST_CASE(parses_rfc_4180)
{
    std::vector<Case> const cases{
        {"nothing", "", {}},
        {"one field", "a", {{"a"}}},
        {"LF", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
        {"CRLF", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
        {"no line end at the end", "a,b\r\nc,d", {{"a", "b"}, {"c", "d"}}},
        {"a byte order mark",
         "\xEF\xBB\xBF"
         "a,b\n",
         {{"a", "b"}}},
        {"a byte order mark before a quote",
         "\xEF\xBB\xBF"
         "\"a\",b\n",
         {{"a", "b"}}},
        {"empty fields", ",,\n", {{"", "", ""}}},
        {"empty lines", "\n\r\na\n\n\nb\n\n", {{"a"}, {"b"}}},
        {"quotes", "\"a\",\"b\"\n", {{"a", "b"}}},
        {"an empty quoted field", "\"\"\n", {{""}}},
        {"a quoted comma", "\"a,b\",c\n", {{"a,b", "c"}}},
        {"a doubled quote", "\"a\"\"b\",\"\"\"\"\n", {{"a\"b", "\""}}},
        {"a quoted line end", "\"a\nb\",\"c\r\nd\"\n", {{"a\nb", "c\r\nd"}}},
        {"spaces are kept", " a , b\n", {{" a ", " b"}}},
        {"other bytes", "\xC3\xA4,\xFF\n", {{"\xC3\xA4", "\xFF"}}},
    };
    for (auto const& [what, text, wanted] : cases) BOOST_TEST_CONTEXT(what)
        {
            auto const records = read_csv(text);
            BOOST_TEST_REQUIRE(records.size() == wanted.size());
            for (std::size_t i = 0; i < records.size(); ++i)
            {
                BOOST_TEST(records[i].problem == "");
                BOOST_TEST(records[i].fields == wanted[i], boost::test_tools::per_element());
            }
        }
}

BOOST_AUTO_TEST_CASE(counts_quoted_line_ends_and_empty_lines)
{
    auto const records = read_csv("h\r\n\"a\r\nb\nc\",x\r\n\r\nd\n\"e\"\nf");
    std::vector<std::pair<std::size_t, std::size_t>> const wanted{{1, 1}, {2, 4}, {6, 6}, {7, 7}, {8, 8}};
    BOOST_TEST_REQUIRE(records.size() == wanted.size());
    for (std::size_t i = 0; i < records.size(); ++i) BOOST_TEST_CONTEXT("record " << i)
        {
            BOOST_TEST(records[i].line == wanted[i].first);
            BOOST_TEST(records[i].last_line == wanted[i].second);
        }
}

BOOST_AUTO_TEST_CASE(a_malformed_record_is_reported_and_skipped)
{
    struct Malformed
    {
        std::string_view text;
        std::string_view problem;
        std::size_t last_line;
    };

    Malformed const cases[]{
        {"ok\na\"b,c\nnext\n", "a quote inside a field that does not begin with one", 2},
        {"ok\n\"a\" ,c\nnext\n", "text after the closing quote of a field", 2},
        {"ok\n\"a\"b\r\nnext\n", "text after the closing quote of a field", 2},
        {"ok\n\"a\nb\"c\nnext\n", "text after the closing quote of a field", 3},
        {"ok\na\rb\nnext\n", "a carriage return without a line feed", 2},
    };
    for (auto const& [text, problem, last_line] : cases) BOOST_TEST_CONTEXT(text)
        {
            auto const records = read_csv(text);
            BOOST_TEST_REQUIRE(records.size() == 3U);
            BOOST_TEST(records[1].problem == problem);
            BOOST_TEST(records[1].line == 2U);
            BOOST_TEST(records[1].last_line == last_line);
            BOOST_TEST(records[2].problem == "");
            BOOST_TEST(records[2].fields.at(0) == "next");
            BOOST_TEST(records[2].line == last_line + 1);
        }
}

BOOST_AUTO_TEST_CASE(an_unclosed_quote_affects_its_line_only)
{
    struct UnterminatedCase
    {
        std::string_view text;
        Fields fields;
        std::vector<std::size_t> good_lines;
    };

    UnterminatedCase const cases[]{
        {"ok\n\"a,b\nc\nd\n", {"a,b"}, {1, 3, 4}},
        {"ok\n\"a,b\nc\nd", {"a,b"}, {1, 3, 4}},
        {"ok\r\n\"a,b\r\nc\r\nd\r\n", {"a,b"}, {1, 3, 4}},
        {"ok\nx,\"a\n\"\",\"\"\"\"\n\nd\n", {"x", "a"}, {1, 3, 5}},
        {"ok\nx,\"a\"\"b\"\",c\nd\n", {"x", "a\"b\",c"}, {1, 3}},
        {"ok\n\"", {""}, {1}},
        {"ok\n\"\n", {""}, {1}},
        {"ok\n\"\"\"", {"\""}, {1}},
        {"ok\n\"a\"\"\n", {"a\""}, {1}},
    };
    for (auto const& [text, fields, good_lines] : cases) BOOST_TEST_CONTEXT(text)
        {
            std::vector<std::size_t> good;
            for (auto const& record : read_csv(text))
            {
                BOOST_TEST(record.last_line == record.line);
                if (record.problem.empty())
                {
                    good.push_back(record.line);
                    continue;
                }
                BOOST_TEST(record.problem == "a quoted field without a closing quote");
                BOOST_TEST(record.line == 2U);
                BOOST_TEST(record.fields == fields, boost::test_tools::per_element());
            }
            BOOST_TEST(good == good_lines, boost::test_tools::per_element());
        }
}

BOOST_AUTO_TEST_CASE(an_unclosed_quote_invalidates_its_record)
{
    auto const records = read_csv("ok\n\"a\nb\",\"c\nd\n");
    BOOST_TEST_REQUIRE(records.size() == 3U);
    BOOST_TEST(records[1].problem == "a quoted field without a closing quote");
    BOOST_TEST(records[1].line == 2U);
    BOOST_TEST(records[1].last_line == 3U);
    BOOST_TEST(records[2].fields.at(0) == "d");
    BOOST_TEST(records[2].line == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
