#include "common/text.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>

using namespace clerk::detail;
using namespace std::string_view_literals;

namespace {

/// Encodes a scalar value independently of the tested code.
std::string encoded(std::uint32_t scalar)
{
    std::string bytes;
    auto const put = [&](std::uint32_t byte) { bytes.push_back(static_cast<char>(byte)); };
    if (scalar < 0x80)
        put(scalar);
    else if (scalar < 0x800)
    {
        put(0xc0 | (scalar >> 6));
        put(0x80 | (scalar & 0x3f));
    }
    else if (scalar < 0x10000)
    {
        put(0xe0 | (scalar >> 12));
        put(0x80 | ((scalar >> 6) & 0x3f));
        put(0x80 | (scalar & 0x3f));
    }
    else
    {
        put(0xf0 | (scalar >> 18));
        put(0x80 | ((scalar >> 12) & 0x3f));
        put(0x80 | ((scalar >> 6) & 0x3f));
        put(0x80 | (scalar & 0x3f));
    }
    return bytes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(common_text)

BOOST_AUTO_TEST_CASE(scalar_values_are_sequences_and_surrogates_are_not)
{
    for (std::uint32_t scalar = 0; scalar < 0x110000; ++scalar)
    {
        std::string const bytes = encoded(scalar);
        bool const surrogate = scalar >= 0xd800 && scalar < 0xe000;
        if (utf8_sequence(bytes) != (surrogate ? 0 : bytes.size())) BOOST_ERROR("scalar value " << scalar);
    }
}

BOOST_AUTO_TEST_CASE(sequence_length_ignores_following_bytes)
{
    BOOST_TEST(utf8_sequence("ab") == 1U);
    BOOST_TEST(utf8_sequence("\xc3\xa9\xff") == 2U);
    BOOST_TEST(utf8_sequence("\xe2\x82\xac\x80") == 3U);
    BOOST_TEST(utf8_sequence("\xf0\x9f\x98\x80z") == 4U);
}

BOOST_AUTO_TEST_CASE(invalid_utf8_is_rejected)
{
    for (std::string_view const bytes : {""sv,
                                         "\x80"sv,
                                         "\xbf"sv,
                                         "\xc0\x80"sv,
                                         "\xc1\xbf"sv,
                                         "\xe0\x80\x80"sv,
                                         "\xe0\x9f\xbf"sv,
                                         "\xed\xa0\x80"sv,
                                         "\xed\xbf\xbf"sv,
                                         "\xf0\x80\x80\x80"sv,
                                         "\xf0\x8f\xbf\xbf"sv,
                                         "\xf4\x90\x80\x80"sv,
                                         "\xf5\x80\x80\x80"sv,
                                         "\xfe"sv,
                                         "\xff"sv,
                                         "\xc3"sv,
                                         "\xc3z"sv,
                                         "\xe2\x82"sv,
                                         "\xe2\x82z"sv,
                                         "\xe2z\xac"sv,
                                         "\xf0\x9f\x98"sv,
                                         "\xf0\x9f\x98z"sv,
                                         "\xf0\x9fz\x80"sv})
        BOOST_TEST_CONTEXT("bytes " << bytes.size() << " from " << (bytes.empty() ? 0 : static_cast<int>(bytes[0])))
        {
            BOOST_TEST(utf8_sequence(bytes) == 0U);
            if (!bytes.empty()) BOOST_TEST(!is_utf8("eight by" + std::string{bytes}));
        }
}

BOOST_AUTO_TEST_CASE(valid_utf8_is_accepted_at_any_position)
{
    for (std::size_t before = 0; before < 20; ++before)
    {
        std::string const text = std::string(before, 'x') + "\xf0\x9f\x98\x80 and \xc3\xa9";
        BOOST_TEST(is_utf8(text));
        BOOST_TEST(!is_utf8(std::string_view{text}.substr(0, text.size() - 1)));
    }
    BOOST_TEST(is_utf8(""));
}

BOOST_AUTO_TEST_CASE(control_characters_are_c0_and_del)
{
    for (int byte = 0; byte < 256; ++byte)
        for (std::size_t at = 0; at < 20; ++at)
        {
            std::string text(20, 'x');
            text[at] = static_cast<char>(byte);
            if (holds_control(text) != (byte < 0x20 || byte == 0x7f)) BOOST_ERROR("byte " << byte << " at " << at);
        }
    BOOST_TEST(!holds_control(""));
}

BOOST_AUTO_TEST_CASE(control_characters_are_reported_before_encoding)
{
    BOOST_TEST(text_fault("fine \xc3\xa9").empty());
    BOOST_TEST(text_fault("\x01\xff") == "contains a control character");
    BOOST_TEST(text_fault("\xff") == "is not valid UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
