#include "json/json_reader.hpp"

#include <boost/json/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

using namespace clerk::detail;
using namespace std::string_literals;

namespace {

/// A reader of memory of the exact size, so that sanitizers detect reads beyond it.
struct Exactly
{
    explicit Exactly(std::string_view text, std::size_t max_depth = 64)
        : memory{std::make_unique<char[]>(text.size())}, reader{{memory.get(), text.size()}, max_depth}
    {
        text.copy(memory.get(), text.size());
    }

    std::unique_ptr<char[]> memory;
    JsonReader reader;
};

struct Outcome
{
    JsonReadError error{};
    std::size_t position{0};

    bool operator==(Outcome const&) const = default;
};

std::ostream& operator<<(std::ostream& out, Outcome const& outcome)
{
    return out << static_cast<int>(outcome.error) << " at " << outcome.position;
}

Outcome skip(std::string_view text, std::size_t max_depth = 64)
{
    Exactly exactly{text, max_depth};
    bool const read = exactly.reader.skip() && (exactly.reader.at_end() || exactly.reader.fail());
    BOOST_TEST(read == (exactly.reader.error() == JsonReadError::none));
    return {exactly.reader.error(), exactly.reader.position()};
}

/// Boost.JSON refuses numbers whose exponent does not fit an int. They are JSON.
bool is_json(std::string_view text)
{
    boost::system::error_code ec;
    static_cast<void>(boost::json::parse(boost::json::string_view{text.data(), text.size()}, ec));
    return !ec || ec == boost::json::error::exponent_overflow;
}

/// Returns the decoded string, or `refused`.
std::string string_of(std::string_view json)
{
    Exactly exactly{json};
    BOOST_TEST_REQUIRE(exactly.reader.peek() == '"');
    auto const text = exactly.reader.string();
    return text.data() == nullptr || !exactly.reader.at_end() ? "refused" : std::string{text};
}

JsonNumber number_of(std::string_view json)
{
    Exactly exactly{json};
    JsonNumber number;
    BOOST_TEST(exactly.reader.number(number), json);
    BOOST_TEST(exactly.reader.at_end(), json);
    number.text = {}; // it points into the memory
    return number;
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_reader)

BOOST_AUTO_TEST_CASE(the_same_texts_are_json_as_for_boost_json)
{
    std::string const pieces[]{"{",    "}",   "[", "]",  ",", ":",      "\"a\"", "\"\\u00e9\\n\"", "1",   "-0.5e+3", "true",
                               "null", "fal", "-", "01", " ", "\t\r\n", "\"",    "\xc3\xa9",       "1e5", "\\",      "\x01"};
    for (auto const& a : pieces)
        for (auto const& b : pieces)
            for (auto const& c : pieces)
                for (std::string const& text :
                     {a + b + c, "[" + a + b + c + "]", "{\"k\":" + a + b + c + "}", "[{" + a + b + c + "}]"})
                    if ((skip(text).error == JsonReadError::none) != is_json(text)) BOOST_ERROR(text);
}

BOOST_AUTO_TEST_CASE(an_error_has_a_kind_and_a_position)
{
    using enum JsonReadError;
    BOOST_TEST(skip("") == (Outcome{incomplete, 0}));
    BOOST_TEST(skip("  ") == (Outcome{incomplete, 2}));
    BOOST_TEST(skip("[1, tru") == (Outcome{incomplete, 7}));
    BOOST_TEST(skip("[1, trx]") == (Outcome{malformed, 6}));
    BOOST_TEST(skip("[1,]") == (Outcome{malformed, 3}));
    BOOST_TEST(skip("{\"a\":1,}") == (Outcome{malformed, 7}));
    BOOST_TEST(skip("{\"a\" 1}") == (Outcome{malformed, 5}));
    BOOST_TEST(skip("[01]") == (Outcome{malformed, 2}));
    BOOST_TEST(skip("-") == (Outcome{incomplete, 1}));
    BOOST_TEST(skip("[1.]") == (Outcome{malformed, 3}));
    BOOST_TEST(skip("1e+") == (Outcome{incomplete, 3}));
    BOOST_TEST(skip("\"\\u12") == (Outcome{incomplete, 5}));
    BOOST_TEST(skip("\"\xe2\x82") == (Outcome{incomplete, 3}));
    BOOST_TEST(skip("\"\xe2\x82\"") == (Outcome{malformed, 1}));
    BOOST_TEST(skip("1 1") == (Outcome{malformed, 2}));
    BOOST_TEST(skip("\0"s) == (Outcome{malformed, 0}));
}

BOOST_AUTO_TEST_CASE(depth_is_limited)
{
    using enum JsonReadError;
    BOOST_TEST(skip("1", 0) == (Outcome{none, 1}));
    BOOST_TEST(skip("[]", 0) == (Outcome{too_deep, 0}));
    BOOST_TEST(skip("[{\"a\":[]},[[]]]", 3) == (Outcome{none, 15}));
    BOOST_TEST(skip("[{\"a\":[{}]}]", 3) == (Outcome{too_deep, 7}));
}

BOOST_AUTO_TEST_CASE(a_special_byte_is_seen_at_any_position)
{
    for (std::size_t size = 0; size < 50; ++size)
    {
        std::string const plain(size, '~');
        BOOST_TEST(string_of('"' + plain + '"') == plain);
        for (std::size_t at = 0; at < size; ++at)
        {
            auto const with = [&](std::string_view text) {
                return plain.substr(0, at) + std::string{text} + plain.substr(at + 1);
            };
            BOOST_TEST(string_of('"' + with("\\n") + '"') == with("\n"));
            BOOST_TEST(string_of('"' + with("\\ud83d\\ude00") + '"') == with("\xf0\x9f\x98\x80"));
            BOOST_TEST(string_of('"' + with("\xc3\xa9") + '"') == with("\xc3\xa9"));
            BOOST_TEST(string_of('"' + with("\x7f") + '"') == with("\x7f"));
            for (std::string_view const wrong : {"\x1f", "\x80", "\xff", "\"", "\\x", "\\ud83d"})
                BOOST_TEST(string_of('"' + with(wrong) + '"') == "refused");
        }
    }
}

BOOST_AUTO_TEST_CASE(code_points_are_encoded_in_utf8)
{
    BOOST_TEST(string_of(R"("\u0000\u007f\u0080\u07ff\u0800\uffff")") == "\0\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"s);
    BOOST_TEST(string_of(R"("\ud800\udc00\uDBFF\uDFFF")") == "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
    for (std::string_view const wrong : {R"("\udc00")", R"("\ud800")", R"("\ud800\ud800")", R"("\ud800\u0041")", R"("\ud800x")",
                                         R"("\u00")", R"("\u00:0")", R"("\u00G0")", R"("\U0041")"})
        BOOST_TEST(string_of(wrong) == "refused");
}

BOOST_AUTO_TEST_CASE(integers_of_any_length_are_exact)
{
    std::string text;
    std::uint64_t value = 0;
    for (unsigned digit = 1; text.size() < 19; digit = (digit + 3) % 10)
    {
        text += std::to_string(digit);
        value = value * 10 + digit;
        auto const positive = number_of(text);
        bool const fits = value <= static_cast<std::uint64_t>(INT64_MAX);
        BOOST_TEST((positive.kind == (fits ? JsonNumber::Kind::integer : JsonNumber::Kind::unsigned_integer)));
        BOOST_TEST((fits ? static_cast<std::uint64_t>(positive.integer) : positive.unsigned_integer) == value);
        if (fits) BOOST_TEST(number_of("-" + text).integer == -static_cast<std::int64_t>(value));
    }
    BOOST_TEST(number_of("9223372036854775807").integer == INT64_MAX);
    BOOST_TEST(number_of("-9223372036854775808").integer == INT64_MIN);
    BOOST_TEST(number_of("18446744073709551615").unsigned_integer == UINT64_MAX);
    for (auto const* const real :
         {"18446744073709551616", "-9223372036854775809", "1.0", "1e5", "12345678.5", "1234567812345678E-2"})
        BOOST_TEST((number_of(real).kind == JsonNumber::Kind::real));
}

BOOST_AUTO_TEST_CASE(only_digits_are_read_as_digits)
{
    for (int byte = 0; byte < 256; ++byte)
        for (std::size_t at = 1; at < 18; ++at)
        {
            std::string text = "[111111111111111111]";
            text[1 + at] = static_cast<char>(byte);
            if ((skip(text).error == JsonReadError::none) != is_json(text)) BOOST_ERROR(byte << " at " << at);
        }
}

BOOST_AUTO_TEST_SUITE_END()
