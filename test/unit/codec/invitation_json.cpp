#include "support/decode_invitation.hpp"

#include "unit/codec/invitation_body.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

using namespace clerk::detail;
using clerk::test::decode_invitation;
using clerk::test::InvitationBody;
using namespace std::string_literals;

namespace {

std::string refused(std::string_view body, std::size_t max_depth = 64)
{
    auto const result = decode_invitation(body, max_depth);
    return result ? "accepted" : result.error().detail;
}

/// Returns a value after decoding, from the metadata and from an unknown field.
boost::json::value read(std::string const& json)
{
    auto const result =
        decode_invitation(InvitationBody{}.set("public_metadata", "{\"v\":" + json + "}").add("v", json).text(), 64);
    BOOST_TEST_INFO(json << ": " << (result ? std::string{} : result.error().detail));
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST((result->extra == result->public_metadata));
    return result->public_metadata.at("v");
}

std::string with_metadata(std::string_view json)
{
    return refused(InvitationBody{}.set("public_metadata", json).text());
}

std::string nested(std::size_t levels)
{
    return std::string(levels, '[') + std::string(levels, ']');
}

} // namespace

BOOST_AUTO_TEST_SUITE(codec_invitation_json)

BOOST_AUTO_TEST_CASE(integers_keep_their_value_and_kind)
{
    BOOST_TEST((read("0").get_int64() == 0));
    BOOST_TEST((read("-1").get_int64() == -1));
    BOOST_TEST((read("9223372036854775807").get_int64() == std::numeric_limits<std::int64_t>::max()));
    BOOST_TEST((read("-9223372036854775808").get_int64() == std::numeric_limits<std::int64_t>::min()));
    BOOST_TEST((read("9223372036854775808").get_uint64() == 9'223'372'036'854'775'808U));
    BOOST_TEST((read("18446744073709551615").get_uint64() == std::numeric_limits<std::uint64_t>::max()));
}

BOOST_AUTO_TEST_CASE(an_integer_too_big_for_any_type_is_the_nearest_double)
{
    BOOST_TEST(read("18446744073709551616").get_double() == 18446744073709551616.0);
    BOOST_TEST(read("-9223372036854775809").get_double() == -9223372036854775809.0);
    BOOST_TEST(read("9007199254740993000000000").get_double() == 9007199254740993000000000.0);
}

BOOST_AUTO_TEST_CASE(doubles_are_the_nearest_to_their_text)
{
    for (std::string const text :
         {"0.1", "1.0", "1e5", "1E+5", "-2.5e-3", "0.30000000000000004", "5e-324", "4.9e-324", "2.2250738585072014e-308",
          "2.2250738585072011e-308", "1.7976931348623157e308", "123456789012345678.9", "9007199254740993.0", "8.41e21",
          "1.2345678901234567890123456789", "0.000000000000000000000000000000000000000000000000000000000000000000000000001",
          "9.5e-27", "7.0420557077594588669468784357561207962098443483187940792729600000e+59", "6.9294956446009195e15"})
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_TEST(read(text).get_double() == std::strtod(text.c_str(), nullptr));
            BOOST_TEST(read("-" + text.substr(text.front() == '-' ? 1 : 0)).is_double());
        }
}

BOOST_AUTO_TEST_CASE(a_negative_zero_keeps_its_sign)
{
    for (char const* text : {"-0", "-0.0", "-0e5", "-1e-400"})
    {
        double const zero = read(text).get_double();
        BOOST_TEST(zero == 0.0);
        BOOST_TEST(std::signbit(zero));
    }
}

BOOST_AUTO_TEST_CASE(a_number_out_of_range_is_refused)
{
    for (auto const& text : {"1e400"s, "-1e400"s, "1.7976931348623159e308"s, std::string(400, '9'), "1e99999999999"s})
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_TEST(with_metadata("{\"v\":" + text + "}") != "accepted");
            BOOST_TEST(refused(InvitationBody{}.add("v", text).text()) != "accepted");
        }
    BOOST_TEST(with_metadata(R"({"v":1e400})") ==
               "field `public_metadata` contains a number that is out of the range of a double");
    BOOST_TEST(refused(InvitationBody{}.add("v", "1e400").text()) ==
               "an unknown field contains a number that is out of the range of a double");
}

BOOST_AUTO_TEST_CASE(a_number_too_small_for_a_double_is_zero)
{
    for (char const* text : {"1e-400", "2e-324", "0e999", "0.0e-999"}) BOOST_TEST(read(text).get_double() == 0.0);
}

BOOST_AUTO_TEST_CASE(escapes_are_decoded)
{
    BOOST_TEST((read(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t"));
    BOOST_TEST(
        (read(R"("\u00e9\u20AC\ud83d\ude00 \ud7ff\ue000")") == "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 \xed\x9f\xbf\xee\x80\x80"));
    BOOST_TEST((read(R"("a\u0000b")").get_string() == boost::json::string_view{"a\0b", 3}));
    BOOST_TEST((read(R"({"\u006b\n":"\u0076"})").at("k\n") == "v"));
}

BOOST_AUTO_TEST_CASE(escapes_are_decoded_in_known_fields_and_their_names)
{
    auto const result =
        decode_invitation(R"({"\u0069d":"a\u0000\nb","em\u0061il_address":"\u00e9@b","statu\u0073":"pend\u0069ng",)"
                          R"("url":"\u0068ttps:\/\/x","created\u005fat":1,"updated_at":2,"e\u0078tra":3})",
                          64);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->id == "a\0\nb"s);
    BOOST_TEST(result->email_address == "\xc3\xa9@b");
    BOOST_TEST(result->status == clerk::InvitationStatus::pending);
    BOOST_TEST(result->url.value() == "https://x");
    BOOST_TEST((result->extra == boost::json::object{{"extra", 3}}));
}

BOOST_AUTO_TEST_CASE(long_texts_are_decoded_at_any_split)
{
    for (std::size_t before = 4'080; before < 4'110; ++before)
    {
        std::string const run = std::string(before, 'x');
        std::string const expected = "\n" + run + "\xf0\x9f\x98\x80\n\xf0\x9f\x98\x80" + run + "\xc3\xa9\"";
        std::string const json = "\"\\n" + run + "\xf0\x9f\x98\x80\\n\\ud83d\\ude00" + run + "\xc3\xa9\\\"\"";
        if (read(json).get_string() != expected) BOOST_ERROR("metadata, " << before);
        auto const result = decode_invitation(InvitationBody{}.set("id", json).text(), 64);
        if (!result || result->id != expected) BOOST_ERROR("id, " << before);
    }
}

BOOST_AUTO_TEST_CASE(malformed_texts_are_refused)
{
    for (std::string const text :
         {"\xff",    "\x80",           "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3",    "\xe2\x82", "\n",
          "\x01",    "\x1f",           "\\x",      "\\u12",        "\\u12g4",          "\\ud800", "\\ud800x", "\\ud800\\u0041",
          "\\udc00", "\\ud800\\ud800", "\\n\xff",  "\\n\xc3"})
    {
        std::string const json = '"' + text + '"';
        BOOST_TEST(refused(InvitationBody{}.set("id", json).text()) != "accepted");
        BOOST_TEST(refused(InvitationBody{}.add(text, "1").text()) != "accepted");
        BOOST_TEST(with_metadata("{\"v\":" + json + "}") != "accepted");
        BOOST_TEST(with_metadata("{" + json + ":1}") != "accepted");
    }
}

BOOST_AUTO_TEST_CASE(duplicate_keys_are_refused_at_any_level)
{
    for (char const* name : {"object", "id", "email_address", "public_metadata", "status", "url", "revoked", "expires_at",
                             "created_at", "updated_at"})
        BOOST_TEST(refused(InvitationBody{}.add(name, "null").text()) == "field `"s + name + "` occurs twice");
    BOOST_TEST(refused(InvitationBody{}.add("\\u0069d", "null").text()) == "field `id` occurs twice");

    for (char const* json : {R"({"a":1,"a":1})", R"({"a":{},"b":[],"\u0061":null})", R"({"a":{"b":{"c":1,"c":2}}})",
                             R"({"a":[1,[{"b":1,"b":[]}]]})", R"({"a":{"x":1,"x":2},"a":{"y":1,"y":2}})", R"({"":1,"":2})"})
        BOOST_TEST_CONTEXT(json)
        {
            BOOST_TEST(with_metadata(json) == "field `public_metadata` contains a duplicate key");
            BOOST_TEST(refused(InvitationBody{}.add("x", json).text()) ==
                       "an unknown field occurs twice, or contains a duplicate key");
        }
    BOOST_TEST(refused(InvitationBody{}.add("x", "1").add("y", "2").add("x", "3").text()) ==
               "an unknown field occurs twice, or contains a duplicate key");
    BOOST_TEST(with_metadata(R"({"a":{"a":{"a":1},"b":{"a":1}},"b":[{"a":1},{"a":1}]})") == "accepted");
}

BOOST_AUTO_TEST_CASE(duplicate_keys_are_found_among_many)
{
    std::string members;
    for (int i = 0; i < 500; ++i) members += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
    BOOST_TEST(with_metadata("{" + members + "\"k500\":0}") == "accepted");
    for (int const twice : {0, 17, 250, 499})
        BOOST_TEST(with_metadata("{" + members + "\"k" + std::to_string(twice) + "\":0}") ==
                   "field `public_metadata` contains a duplicate key");
}

BOOST_AUTO_TEST_CASE(the_invitation_is_depth_one)
{
    for (std::size_t const max_depth : {1U, 2U, 3U, 64U, 1'000U}) BOOST_TEST_CONTEXT("max_depth " << max_depth)
        {
            InvitationBody flat;
            flat.drop("public_metadata");
            BOOST_TEST(refused(flat.text(), max_depth) == "accepted");
            auto const extra = [&](std::size_t levels) { return InvitationBody{flat}.add("x", nested(levels)).text(); };
            std::string const detail = "the invitation nests deeper than max_json_depth (" + std::to_string(max_depth) + ")";
            if (max_depth > 1) BOOST_TEST(refused(extra(max_depth - 1), max_depth) == "accepted");
            BOOST_TEST(refused(extra(max_depth), max_depth) == detail);
        }
    BOOST_TEST(refused(InvitationBody{}.set("public_metadata", "{}").text(), 2) == "accepted");
    BOOST_TEST(refused(InvitationBody{}.set("public_metadata", "{\"a\":{}}").text(), 2) ==
               "the invitation nests deeper than max_json_depth (2)");
    BOOST_TEST(refused(InvitationBody{}.set("public_metadata", "{}").text(), 1) ==
               "the invitation nests deeper than max_json_depth (1)");
    BOOST_TEST(refused(InvitationBody{}.add("x", nested(1'000'000)).text(), 1'000) ==
               "the invitation nests deeper than max_json_depth (1000)");
}

BOOST_AUTO_TEST_CASE(a_body_is_exactly_one_json_object)
{
    std::string const good = InvitationBody{}.text();
    BOOST_TEST(refused(good) == "accepted");
    BOOST_TEST(refused("") == "the body is empty");
    BOOST_TEST(refused(" \n") == "the body ends inside its JSON");
    BOOST_TEST(refused(good + "x").starts_with("the body contains data after its JSON at byte "));
    for (std::string const tail : {"}", "{}", ",", "null", good.c_str(), "\xef\xbb\xbf", "\x1a"})
        BOOST_TEST(refused(good + tail).starts_with("the body contains data after its JSON at byte "));
    BOOST_TEST(refused(good + '\0').starts_with("the body contains data after its JSON at byte "));
    for (std::string const head : {"\xef\xbb\xbf", "x", ",", "}", "while(1);"})
        BOOST_TEST(refused(head + good) == "the body is not valid JSON at byte 0");
    for (std::string const other :
         {"[]", "[{}]", "1", "-1", "18446744073709551615", "1.5", "true", "null", "\"text\"", "\"\\n\""})
        BOOST_TEST(refused(other) == "the body is not an object");
}

BOOST_AUTO_TEST_CASE(near_json_is_refused)
{
    for (std::string const metadata :
         {"{'a':1}",           "{a:1}",        "{\"a\":1,}",  "{\"a\" 1}",  "{\"a\":}",      "{\"a\":[1,]}", "{\"a\":01}",
          "{\"a\":+1}",        "{\"a\":.5}",   "{\"a\":1.}",  "{\"a\":1e}", "{\"a\":-}",     "{\"a\":0x1}",  "{\"a\":NaN}",
          "{\"a\":Infinity}",  "{\"a\":True}", "{\"a\":nul}", "{/**/}",     "{\"a\":1//\n}", "{\"a\":1]",    "{1:1}",
          "{\"a\":1 \"b\":2}", "{,}"})
        BOOST_TEST_CONTEXT(metadata)
        {
            BOOST_TEST(with_metadata(metadata).starts_with("the body is not valid JSON at byte "));
        }
}

BOOST_AUTO_TEST_SUITE_END()
