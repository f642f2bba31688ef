#include "support/append_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

using namespace clerk::detail;
using clerk::test::append_json;
using namespace std::string_view_literals;

namespace {

std::string json_of(std::string_view text)
{
    std::string out;
    BOOST_TEST((append_json(out, text) == JsonTextError::none));
    return out;
}

JsonTextError error_of(std::string_view text)
{
    std::string out;
    return append_json(out, text);
}

std::string object_text(boost::json::value value)
{
    std::string out;
    BOOST_TEST((append_json(out, boost::json::object{{"v", std::move(value)}}, 64) == JsonTextError::none));
    return out;
}

JsonTextError object_error(boost::json::value value, std::size_t max_depth = 64)
{
    std::string out;
    return append_json(out, boost::json::object{{"v", std::move(value)}}, max_depth);
}

boost::json::value nested_arrays(std::size_t levels)
{
    boost::json::value value = boost::json::array{};
    while (--levels > 0) value = boost::json::array{std::move(value)};
    return value;
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(quotes_backslashes_and_control_characters_are_escaped)
{
    BOOST_TEST(json_of("") == R"("")");
    BOOST_TEST(json_of(R"(say "hi" \o/)") == R"("say \"hi\" \\o/")");
    BOOST_TEST(json_of("\b\f\n\r\t") == R"("\b\f\n\r\t")");
    BOOST_TEST(json_of("\0\x01\x1f"sv) == R"("\u0000\u0001\u001f")");
    BOOST_TEST(json_of("\x7f/'") == "\"\x7f/'\"");
}

BOOST_AUTO_TEST_CASE(escapes_do_not_depend_on_position_and_length)
{
    for (int byte = 0; byte < 0x80; ++byte)
        for (std::size_t size = 1; size <= 20; ++size)
            for (std::size_t at = 0; at < size; ++at)
            {
                std::string text(size, 'x');
                text[at] = static_cast<char>(byte);
                std::string out;
                bool const fine = append_json(out, text) == JsonTextError::none;
                bool const escapes = byte < 0x20 || byte == '"' || byte == '\\';
                bool const escaped = out.find('\\') != std::string::npos;
                if (!fine || escaped != escapes || boost::json::parse(out) != boost::json::string{text})
                    BOOST_ERROR("byte " << byte << " at " << at << " of " << size);
            }
}

BOOST_AUTO_TEST_CASE(non_ascii_text_is_unescaped)
{
    for (std::size_t before = 0; before < 12; ++before)
    {
        std::string const text = std::string(before, 'x') + "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 \xed\x9f\xbf\xee\x80\x80 end";
        BOOST_TEST(json_of(text) == '"' + text + '"');
    }
    BOOST_TEST(json_of("\xc3\xa9\n\xc3\xa9") == "\"\xc3\xa9\\n\xc3\xa9\"");
}

BOOST_AUTO_TEST_CASE(invalid_utf8_is_refused_at_any_position)
{
    for (std::string_view const bytes : {"\x80"sv, "\xc0\x80"sv, "\xed\xa0\x80"sv, "\xf4\x90\x80\x80"sv, "\xc3"sv, "\xe2\x82"sv})
        for (std::size_t before = 0; before < 20; ++before)
        {
            std::string const text = std::string(before, 'x') + std::string{bytes};
            BOOST_TEST((error_of(text) == JsonTextError::invalid_utf8));
            BOOST_TEST((error_of(text + " and more text") == JsonTextError::invalid_utf8));
            BOOST_TEST((error_of("\n" + text) == JsonTextError::invalid_utf8));
        }
}

BOOST_AUTO_TEST_CASE(texts_of_any_length_are_appended)
{
    for (std::size_t size : {0U, 1U, 511U, 512U, 513U, 5'000U, 100'000U})
    {
        std::string out{"before"};
        BOOST_TEST((append_json(out, std::string(size, 'a')) == JsonTextError::none));
        BOOST_TEST((out == "before\"" + std::string(size, 'a') + '"'));
        out = "before";
        BOOST_TEST((append_json(out, std::string(size, '\x01')) == JsonTextError::none));
        BOOST_TEST(out.size() == 8 + 6 * size);
    }
}

BOOST_AUTO_TEST_CASE(integers_are_written_exactly)
{
    BOOST_TEST(object_text(0) == R"({"v":0})");
    BOOST_TEST(object_text(std::numeric_limits<std::int64_t>::min()) == R"({"v":-9223372036854775808})");
    BOOST_TEST(object_text(std::numeric_limits<std::int64_t>::max()) == R"({"v":9223372036854775807})");
    BOOST_TEST(object_text(std::numeric_limits<std::uint64_t>::max()) == R"({"v":18446744073709551615})");
}

BOOST_AUTO_TEST_CASE(a_double_reads_back_as_a_double)
{
    BOOST_TEST(object_text(1.0) == R"({"v":1.0})");
    BOOST_TEST(object_text(-0.0) == R"({"v":-0.0})");
    BOOST_TEST(object_text(0.1) == R"({"v":0.1})");
    BOOST_TEST(object_text(1e300) == R"({"v":1e+300})");
    BOOST_TEST(object_text(5e-324) == R"({"v":5e-324})");
    BOOST_TEST(object_text(123456789012345680000.0) == R"({"v":123456789012345683968.0})");
    BOOST_TEST(object_text(1.7976931348623157e308) == R"({"v":1.7976931348623157e+308})");
}

BOOST_AUTO_TEST_CASE(non_finite_numbers_are_refused)
{
    using Limits = std::numeric_limits<double>;
    for (double const number : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()})
        BOOST_TEST((object_error(number) == JsonTextError::not_finite));
    BOOST_TEST((object_error(boost::json::array{1, Limits::infinity()}) == JsonTextError::not_finite));
}

BOOST_AUTO_TEST_CASE(objects_keep_their_order_and_hold_every_kind)
{
    boost::json::object const object{{"null", nullptr},
                                     {"t", true},
                                     {"f", false},
                                     {"empty", boost::json::object{}},
                                     {"none", boost::json::array{}},
                                     {"list", {1, "two", nullptr}},
                                     {"o", {{"k\n", "v\""}}}};
    std::string out;
    BOOST_TEST((append_json(out, object, 64) == JsonTextError::none));
    BOOST_TEST(out == R"({"null":null,"t":true,"f":false,"empty":{},"none":[],"list":[1,"two",null],"o":{"k\n":"v\""}})");
}

BOOST_AUTO_TEST_CASE(an_empty_object_is_two_braces)
{
    std::string out;
    BOOST_TEST((append_json(out, boost::json::object{}, 1) == JsonTextError::none));
    BOOST_TEST(out == "{}");
}

BOOST_AUTO_TEST_CASE(invalid_utf8_is_refused_in_keys_and_at_depth)
{
    std::string out;
    BOOST_TEST((append_json(out, boost::json::object{{"\xff", 1}}, 64) == JsonTextError::invalid_utf8));
    BOOST_TEST((object_error("\xff") == JsonTextError::invalid_utf8));
    BOOST_TEST((object_error(boost::json::array{1, {{"k", "\xff"}}}) == JsonTextError::invalid_utf8));
}

BOOST_AUTO_TEST_CASE(the_object_itself_is_depth_one)
{
    BOOST_TEST((object_error(1, 0) == JsonTextError::too_deep));
    BOOST_TEST((object_error(1, 1) == JsonTextError::none));
    BOOST_TEST((object_error(boost::json::object{}, 1) == JsonTextError::too_deep));
    BOOST_TEST((object_error(boost::json::object{}, 2) == JsonTextError::none));
    for (std::size_t levels = 1; levels < 100; ++levels)
    {
        BOOST_TEST((object_error(nested_arrays(levels), levels + 1) == JsonTextError::none));
        BOOST_TEST((object_error(nested_arrays(levels), levels) == JsonTextError::too_deep));
    }
}

BOOST_AUTO_TEST_SUITE_END()
