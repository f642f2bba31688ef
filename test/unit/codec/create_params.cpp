#include "codec/create_params.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace clerk::detail;
using clerk::CreateInvitationParams;
using clerk::TemplateSlug;
using namespace std::string_literals;

namespace {

constexpr std::size_t depth{64};

CreateInvitationParams someone()
{
    return {"a@b"};
}

std::string encoded(CreateInvitationParams const& params)
{
    std::string out;
    BOOST_TEST(encode_create(params, depth, out) == "");
    return out;
}

std::string refused(CreateInvitationParams const& params, std::size_t max_depth = depth)
{
    std::string out;
    return encode_create(params, max_depth, out);
}

std::string with_address(std::string address)
{
    return refused(CreateInvitationParams{std::move(address)});
}

std::string with_redirect(std::string url)
{
    auto params = someone();
    params.redirect_url = std::move(url);
    return refused(params);
}

std::string with_days(int days)
{
    auto params = someone();
    params.expires_in_days = days;
    return refused(params);
}

std::string with_metadata(boost::json::value value, std::size_t max_depth = depth)
{
    auto params = someone();
    params.public_metadata = {{"k", std::move(value)}};
    return refused(params, max_depth);
}

boost::json::value nested_objects(std::size_t levels)
{
    boost::json::value value = boost::json::object{};
    while (--levels > 0) value = boost::json::object{{"k", std::move(value)}};
    return value;
}

} // namespace

BOOST_AUTO_TEST_SUITE(codec_create_params)

BOOST_AUTO_TEST_CASE(unset_fields_are_not_written)
{
    BOOST_TEST(encoded("invite@example.com") == R"({"email_address":"invite@example.com"})");
}

BOOST_AUTO_TEST_CASE(everything_is_written_in_a_fixed_order)
{
    CreateInvitationParams params{"invite@example.com"};
    params.template_slug = TemplateSlug::waitlist_invitation;
    params.expires_in_days = 365;
    params.ignore_existing = true;
    params.notify = true;
    params.redirect_url.emplace("https://www.example.com/my-sign-up?a=1&b=\"");
    params.public_metadata = {{"example", "metadata"}, {"example_nested", {{"nested", "metadata"}}}};
    BOOST_TEST(encoded(params) ==
               R"({"email_address":"invite@example.com",)"
               R"("public_metadata":{"example":"metadata","example_nested":{"nested":"metadata"}},)"
               R"("redirect_url":"https://www.example.com/my-sign-up?a=1&b=\"",)"
               R"("notify":true,"ignore_existing":true,"expires_in_days":365,"template_slug":"waitlist_invitation"})");
}

BOOST_AUTO_TEST_CASE(falsy_values_that_are_set_are_written)
{
    auto params = someone();
    params.notify = false;
    params.ignore_existing = false;
    params.expires_in_days = 1;
    params.template_slug = TemplateSlug::invitation;
    BOOST_TEST(encoded(params) == R"({"email_address":"a@b","notify":false,"ignore_existing":false,)"
                                  R"("expires_in_days":1,"template_slug":"invitation"})");
}

BOOST_AUTO_TEST_CASE(the_body_is_appended)
{
    std::string out{"head\r\n\r\n"};
    BOOST_TEST(encode_create(someone(), depth, out) == "");
    BOOST_TEST(out == "head\r\n\r\n{\"email_address\":\"a@b\"}");
}

BOOST_AUTO_TEST_CASE(metadata_has_no_local_size_limit)
{
    auto params = someone();
    params.public_metadata["long"] = std::string(100'000, 'x');
    BOOST_TEST(encoded(params).size() > 100'000U);
}

BOOST_AUTO_TEST_CASE(plausible_addresses_pass)
{
    for (std::string const& address :
         {"a@b"s, "first.last+tag@example.com"s, "\"quoted @ local\"@example.com"s, "\"back\\\\slash\"@example.com"s, "a@b@c"s,
          "@@@"s, "us er@ex ample"s,
          "m\xc3\xbcller@b\xc3\xbc"
          "cher.example"s,
          "\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b"s, "a@[127.0.0.1]"s, std::string(10'000, 'a') + "@example.com"})
        BOOST_TEST_CONTEXT(address)
        {
            BOOST_TEST(with_address(address) == "");
        }
    BOOST_TEST(encoded({"\"a\\b\"@c"}) == R"({"email_address":"\"a\\b\"@c"})");
}

BOOST_AUTO_TEST_CASE(an_invalid_address_is_refused)
{
    BOOST_TEST(with_address("") == "email_address: is empty");
    for (std::string const& address : {"nobody"s, "@"s, "@@"s, "a@"s, "@b"s, "@bc"s, "abc@"s}) BOOST_TEST_CONTEXT(address)
        {
            BOOST_TEST(with_address(address) == "email_address: has no @ between two parts");
        }
    for (std::string const& address : {"a@b\n"s, "\ra@b"s, "a@\tb"s, "a\0b@c"s, "a@b\x7f"s, "a@b\x1f"s})
        BOOST_TEST(with_address(address) == "email_address: contains a control character");
    for (std::string const& address : {"a@\xff"s, "\xc3@b"s, "a@\xed\xa0\x80"s, "a@\xc0\xaf"s})
        BOOST_TEST(with_address(address) == "email_address: is not valid UTF-8");
}

BOOST_AUTO_TEST_CASE(days_are_1_to_365)
{
    for (int const days : {1, 2, 30, 364, 365}) BOOST_TEST(with_days(days) == "");
    BOOST_TEST(with_days(400) == "expires_in_days: 400 is out of range (1 to 365)");
    BOOST_TEST(with_days(366) == "expires_in_days: 366 is out of range (1 to 365)");
    BOOST_TEST(with_days(0) == "expires_in_days: 0 is out of range (1 to 365)");
    BOOST_TEST(with_days(-1) == "expires_in_days: -1 is out of range (1 to 365)");
    BOOST_TEST(with_days(std::numeric_limits<int>::min()) == "expires_in_days: -2147483648 is out of range (1 to 365)");
}

BOOST_AUTO_TEST_CASE(only_impossible_redirect_urls_are_refused)
{
    for (std::string const& url : {"x"s, "/path"s, "not a url"s, "myapp://open?x=\xc3\xa9"s})
        BOOST_TEST(with_redirect(url) == "");
    BOOST_TEST(with_redirect("") == "redirect_url: is empty");
    BOOST_TEST(with_redirect("https://a\nb") == "redirect_url: contains a control character");
    BOOST_TEST(with_redirect("https://a\x7f") == "redirect_url: contains a control character");
    BOOST_TEST(with_redirect("https://a\xff") == "redirect_url: is not valid UTF-8");
}

BOOST_AUTO_TEST_CASE(metadata_without_a_json_form_is_refused)
{
    BOOST_TEST(with_metadata("fine \n \xc3\xa9") == "");
    BOOST_TEST(with_metadata("\xff") == "public_metadata: contains text that is not valid UTF-8");
    BOOST_TEST(with_metadata({{"\xff", 1}}) == "public_metadata: contains text that is not valid UTF-8");
    BOOST_TEST(with_metadata(std::numeric_limits<double>::infinity()) == "public_metadata: contains a number that is not finite");
    BOOST_TEST(with_metadata(std::numeric_limits<double>::quiet_NaN()) ==
               "public_metadata: contains a number that is not finite");
}

BOOST_AUTO_TEST_CASE(metadata_may_nest_one_level_less_than_the_response)
{
    for (std::size_t const max_depth : {2U, 3U, 64U, 1'000U}) BOOST_TEST_CONTEXT("max_depth " << max_depth)
        {
            // `with_metadata` adds a level, and the response another one.
            if (max_depth > 2) BOOST_TEST(with_metadata(nested_objects(max_depth - 2), max_depth) == "");
            BOOST_TEST(with_metadata(nested_objects(max_depth - 1), max_depth)
                           .starts_with("public_metadata: nests deeper than max_json_depth (" + std::to_string(max_depth)));
        }
    BOOST_TEST(with_metadata(1, 2) == "");
}

BOOST_AUTO_TEST_CASE(a_template_outside_the_enumeration_is_refused)
{
    auto params = someone();
    params.template_slug = TemplateSlug{};
    BOOST_TEST(refused(params) == "template_slug: is empty");
    params.template_slug = TemplateSlug{"a\nb"};
    BOOST_TEST(refused(params) == "template_slug: contains a control character");
    params.template_slug = TemplateSlug{"\xff"};
    BOOST_TEST(refused(params) == "template_slug: is not valid UTF-8");
}

BOOST_AUTO_TEST_CASE(the_first_error_is_named)
{
    CreateInvitationParams params{"nobody"};
    params.public_metadata = {{"k", "\xff"}};
    params.redirect_url = "";
    params.expires_in_days = 0;
    BOOST_TEST(refused(params).starts_with("email_address: "));
    params.email_address = "a@b";
    BOOST_TEST(refused(params).starts_with("public_metadata: "));
    params.public_metadata.clear();
    BOOST_TEST(refused(params).starts_with("redirect_url: "));
    params.redirect_url.reset();
    BOOST_TEST(refused(params).starts_with("expires_in_days: "));
}

BOOST_AUTO_TEST_CASE(a_refusal_never_quotes_the_callers_text)
{
    for (std::string const& text : {"marker"s, "marker\n@b"s, "marker@\xff"s})
    {
        BOOST_TEST(with_address(text).find("marker") == std::string::npos);
        BOOST_TEST(with_redirect(text + "\n").find("marker") == std::string::npos);
        BOOST_TEST(with_metadata(boost::json::string{text + "\xff"}).find("marker") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_bulk_is_an_array_of_creates_in_order)
{
    auto second = someone();
    second.email_address = "c@d";
    second.notify = false;
    std::string out;
    BOOST_TEST(encode_create_bulk(std::vector{someone(), second}, depth, out) == "");
    BOOST_TEST(out == R"([{"email_address":"a@b"},{"email_address":"c@d","notify":false}])");
}

BOOST_AUTO_TEST_CASE(a_bulk_is_one_to_ten)
{
    std::string out;
    BOOST_TEST(encode_create_bulk({}, depth, out) == "params: 0 invitations are out of range (1 to 10)");
    BOOST_TEST(encode_create_bulk(std::vector(11, someone()), depth, out) == "params: 11 invitations are out of range (1 to 10)");
    BOOST_TEST(encode_create_bulk(std::vector(10, someone()), depth, out) == "");
}

BOOST_AUTO_TEST_CASE(bulk_errors_name_the_item)
{
    std::vector params(3, someone());
    params[1].expires_in_days = 0;
    params[2].email_address = "";
    std::string out;
    BOOST_TEST(encode_create_bulk(params, depth, out) == "params[1].expires_in_days: 0 is out of range (1 to 365)");
    params[1].expires_in_days.reset();
    BOOST_TEST(encode_create_bulk(params, depth, out) == "params[2].email_address: is empty");
}

BOOST_AUTO_TEST_SUITE_END()
