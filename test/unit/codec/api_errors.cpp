#include "codec/api_errors.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace clerk::detail;
using namespace std::string_view_literals;

namespace {

ErrorBody decoded(std::string_view body)
{
    return decode_error_body(body, 64);
}

std::string many_errors(int count)
{
    std::string body{R"({"errors":[)"};
    for (int i = 0; i < count; ++i) body += R"({"code":"c)" + std::to_string(i) + R"("},)";
    body.back() = ']';
    return body + "}";
}

} // namespace

BOOST_AUTO_TEST_SUITE(codec_api_errors)

BOOST_AUTO_TEST_CASE(all_fields_of_clerks_errors_are_kept)
{
    auto const body =
        decoded(R"({"errors":[{"message":"is invalid","long_message":"email_address must be a valid email address.",)"
                R"("code":"form_param_format_invalid","meta":{"param_name":"email_address","more":[1,{"a":null}]}},)"
                R"({"message":"m2","code":"c2"}],"clerk_trace_id":"trace"})");
    BOOST_TEST_REQUIRE(body.errors.size() == 2U);
    BOOST_TEST(body.errors[0].code == "form_param_format_invalid");
    BOOST_TEST(body.errors[0].message == "is invalid");
    BOOST_TEST(body.errors[0].long_message == "email_address must be a valid email address.");
    BOOST_TEST((body.errors[0].meta ==
                boost::json::object{{"param_name", "email_address"}, {"more", {1, boost::json::object{{"a", nullptr}}}}}));
    BOOST_TEST(body.errors[1].code == "c2");
    BOOST_TEST(body.errors[1].long_message == "");
    BOOST_TEST(body.errors[1].meta.empty());
    BOOST_TEST(body.trace_id == "trace");
    BOOST_TEST(body.excerpt == "");
}

BOOST_AUTO_TEST_CASE(an_empty_error_list_has_no_errors)
{
    auto const body = decoded(R"({"errors":[],"clerk_trace_id":"t"})");
    BOOST_TEST(body.errors.empty());
    BOOST_TEST(body.trace_id == "t");
    BOOST_TEST(body.excerpt == "");
}

BOOST_AUTO_TEST_CASE(missing_or_mistyped_fields_are_empty)
{
    auto const body = decoded(R"({"errors":[{"message":1,"long_message":null,"code":["x"],"meta":"text"},"no object",7,null,[],)"
                              R"({"code":"kept"}],"clerk_trace_id":5,"meta":{"top":"ignored"}})");
    BOOST_TEST_REQUIRE(body.errors.size() == 2U);
    BOOST_TEST(body.errors[0].code == "");
    BOOST_TEST(body.errors[0].message == "");
    BOOST_TEST(body.errors[0].long_message == "");
    BOOST_TEST(body.errors[0].meta.empty());
    BOOST_TEST(body.errors[1].code == "kept");
    BOOST_TEST(body.errors[1].meta.empty());
    BOOST_TEST(body.trace_id == "");
    BOOST_TEST(body.excerpt == "");
}

BOOST_AUTO_TEST_CASE(texts_are_decoded)
{
    auto const body = decoded(R"({"errors":[{"message":"\u00e9\n\u0000","code":"c"}]})");
    BOOST_TEST_REQUIRE(body.errors.size() == 1U);
    BOOST_TEST(body.errors[0].message == "\xc3\xa9\n\0"sv);
}

BOOST_AUTO_TEST_CASE(the_number_of_entries_is_bounded)
{
    BOOST_TEST(decoded(many_errors(64)).errors.size() == 64U);
    auto const body = decoded(many_errors(1'000));
    BOOST_TEST_REQUIRE(body.errors.size() == 64U);
    BOOST_TEST(body.errors.back().code == "c63");
}

BOOST_AUTO_TEST_CASE(an_unknown_json_error_keeps_excerpt_and_trace)
{
    for (std::string_view const text :
         {R"({"clerk_trace_id":"t"})"sv, R"({"errors":{},"clerk_trace_id":"t"})"sv, R"({"clerk_trace_id":"t","errors":null})"sv})
    {
        auto const body = decoded(text);
        BOOST_TEST(body.errors.empty());
        BOOST_TEST(body.trace_id == "t");
        BOOST_TEST(body.excerpt == text);
    }
}

BOOST_AUTO_TEST_CASE(bodies_without_a_json_object_leave_an_excerpt)
{
    for (std::string_view const text :
         {"<html><head><title>502 Bad Gateway</title></head></html>"sv, "error code: 1015"sv, "[]"sv, "\"text\""sv, "null"sv,
          R"({"errors":[{"code":"cut)"sv, R"({"errors":[]} trailing)"sv, ""sv})
        BOOST_TEST_CONTEXT(text)
        {
            auto const body = decoded(text);
            BOOST_TEST(body.errors.empty());
            BOOST_TEST(body.trace_id == "");
            BOOST_TEST(body.excerpt == text);
        }
}

BOOST_AUTO_TEST_CASE(too_deep_json_is_refused)
{
    std::string const deep = R"({"errors":[],"x":)" + std::string(62, '[') + std::string(62, ']') + "}";
    BOOST_TEST(decoded(deep).excerpt == "");
    std::string const deeper = R"({"errors":[],"x":)" + std::string(64, '[') + std::string(64, ']') + "}";
    BOOST_TEST(decoded(deeper).excerpt == deeper);
    BOOST_TEST(decoded(std::string(1'000'000, '[')).excerpt == std::string(512, '['));
}

BOOST_AUTO_TEST_CASE(an_excerpt_is_bounded_and_cut_between_characters)
{
    BOOST_TEST(decoded(std::string(512, 'x')).excerpt == std::string(512, 'x'));
    BOOST_TEST(decoded(std::string(513, 'x')).excerpt == std::string(512, 'x'));
    for (std::size_t before = 505; before <= 512; ++before) BOOST_TEST_CONTEXT("before " << before)
        {
            std::string const text = std::string(before, 'x') + "\xf0\x9f\x98\x80 more";
            auto const kept = before + 4 <= 512 ? text.substr(0, 512) : text.substr(0, before);
            BOOST_TEST(decoded(text).excerpt == kept);
        }
}

BOOST_AUTO_TEST_CASE(an_excerpt_holds_no_control_characters_and_no_invalid_bytes)
{
    BOOST_TEST(decoded("a\0b\x1b[31m\r\n\t\x7f"sv).excerpt == "a b [31m \n\t "sv);
    BOOST_TEST(decoded("c1 \xc2\x9b[31m \xc2\xa0.").excerpt == "c1  [31m \xc2\xa0.");
    BOOST_TEST(decoded("bad \xff\xc3 \xed\xa0\x80 \xe2\x82").excerpt == "bad ?? ??? ??");
    BOOST_TEST(decoded(std::string(600, '\xff')).excerpt == std::string(512, '?'));
}

BOOST_AUTO_TEST_SUITE_END()
