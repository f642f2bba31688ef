#include "common/api_code_text.hpp"

#include <clerk/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using clerk::ClerkError;
using clerk::ErrorKind;
using clerk::Phase;
using namespace clerk::detail;
using namespace std::string_view_literals;

namespace {

// Texts that no message may contain, in all places of a response.
constexpr std::string_view secrets[]{
    "jane.doe@example.com",
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "sk_live_4ec39hqlyjwdarjtt1zdp7dc",
    "https://accounts.example.com/v1/tickets/accept?ticket=eyJhbGciOi",
    "{\"plan\":\"gold\"}",
    "gold plan",
    "GoldPlan",
    "a\r\nb",
};

bool holds(ClerkError const& error, std::string_view text)
{
    return error.message().find(text) != std::string::npos;
}

ClerkError with_entry(std::string_view code, boost::json::object meta = {})
{
    ClerkError error;
    error.kind = ErrorKind::api;
    error.phase = Phase::read;
    error.status = 422;
    error.errors.push_back({.code = std::string{code}, .message = {}, .long_message = {}, .meta = std::move(meta)});
    return error;
}

} // namespace

BOOST_AUTO_TEST_SUITE(common_error_privacy)

BOOST_AUTO_TEST_CASE(texts_of_the_server_never_show)
{
    for (auto const secret : secrets)
    {
        auto error = with_entry("duplicate_record", {{"email_addresses", boost::json::array{secret}}, {secret, "x"}});
        error.errors[0].message = error.errors[0].long_message = error.body_excerpt = std::string{secret};
        BOOST_TEST(!holds(error, secret));
        BOOST_TEST(holds(error, ": duplicate_record (duplicate invitation)"));
    }
}

BOOST_AUTO_TEST_CASE(an_unprintable_code_is_not_shown)
{
    for (auto const secret : secrets)
    {
        auto const error = with_entry(secret);
        BOOST_TEST(!holds(error, secret));
        BOOST_TEST(holds(error, ": (unreadable code)"));
    }
}

BOOST_AUTO_TEST_CASE(unknown_parameter_names_are_not_shown)
{
    for (auto const secret : secrets) BOOST_TEST(!holds(with_entry("form_param_unknown", {{"param_name", secret}}), secret));
    BOOST_TEST(!holds(with_entry("form_param_unknown", {{"param_name", "plan"}}), "plan"));
    BOOST_TEST(holds(with_entry("form_param_unknown", {{"param_name", {{"query", 1}}}}), ": form_param_unknown (is unknown);"));
    BOOST_TEST(holds(with_entry("form_param_unknown", {{"param_name", nullptr}}), ": form_param_unknown (is unknown);"));
}

BOOST_AUTO_TEST_CASE(an_invalid_trace_id_is_not_shown)
{
    for (auto const secret : secrets)
    {
        if (secret == "GoldPlan") continue; // has the form of one
        ClerkError error;
        error.trace_id = secret;
        BOOST_TEST(!holds(error, secret));
        BOOST_TEST(!holds(error, "trace"));
    }
}

BOOST_AUTO_TEST_CASE(only_texts_of_the_system_are_shown_for_causes)
{
    ClerkError error;
    error.cause = boost::asio::error::connection_refused;
    BOOST_TEST(error.message().ends_with("; " + error.cause.message()));
    error.cause = boost::asio::error::host_not_found;
    BOOST_TEST(!holds(error, error.cause.message()));
}

BOOST_AUTO_TEST_CASE(a_code_is_lower_case_words_without_a_key_prefix)
{
    struct
    {
        std::string_view code;
        bool printable;
    } const table[]{
        {"a", true},
        {"duplicate_record", true},
        {"error_42", true},
        {std::string_view{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}, true},
        {std::string_view{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}, false},
        {"", false},
        {"_a", false},
        {"1a", false},
        {"A", false},
        {"a-b", false},
        {"a b", false},
        {"a.b", false},
        {"a\0b"sv, false},
        {"sk_test_1", false},
        {"sk_live_1", false},
        {"key_is_sk_test_1", false},
        {"pk_test_1", false},
        {"caf\xc3\xa9", false},
    };

    for (auto const& [code, printable] : table) BOOST_TEST_CONTEXT("code " << code)
        {
            BOOST_TEST(is_printable_code(code) == printable);
        }
}

BOOST_AUTO_TEST_CASE(a_trace_id_has_no_key_prefix)
{
    BOOST_TEST(is_printable_trace_id("8f3b2c1d4e5f6789-FRA"));
    BOOST_TEST(is_printable_trace_id(std::string(128, 'f')));
    for (auto const& id : {std::string{}, std::string(129, 'f'), std::string{"a b"}, std::string{"a@b"}, std::string{"sk_test_1"},
                           std::string{"x-sk_live_1"}, std::string{"pk_test_1"}, std::string{"a\nb"}, std::string{"a/b"}})
        BOOST_TEST_CONTEXT("id " << id)
        {
            BOOST_TEST(!is_printable_trace_id(id));
        }
}

BOOST_AUTO_TEST_CASE(only_known_codes_have_texts)
{
    for (auto const* const code : {"duplicate_record",
                                   "form_identifier_exists",
                                   "form_param_format_invalid",
                                   "form_param_missing",
                                   "form_param_nil",
                                   "form_param_unknown",
                                   "form_param_value_invalid",
                                   "form_param_type_invalid",
                                   "form_param_value_too_large",
                                   "form_param_exceeds_allowed_size",
                                   "form_param_duplicate",
                                   "bulk_size_exceeded",
                                   "invitation_already_revoked",
                                   "invitation_already_accepted",
                                   "resource_not_found",
                                   "clerk_key_invalid",
                                   "authorization_header_format_invalid",
                                   "unsupported_subscription_plan_features",
                                   "authorization_invalid",
                                   "not_allowed_access",
                                   "quota_exceeded",
                                   "request_body_invalid",
                                   "api_version_invalid",
                                   "resource_locked",
                                   "conflict",
                                   "request_body_too_large",
                                   "unsupported_content_type",
                                   "too_many_requests",
                                   "internal_clerk_error",
                                   "service_unavailable",
                                   "gateway_timeout"})
        BOOST_TEST_CONTEXT("code " << code)
        {
            BOOST_TEST(!api_code_text(code).empty());
        }
    BOOST_TEST(api_code_text("").empty());
    BOOST_TEST(api_code_text("code_of_tomorrow").empty());
}

BOOST_AUTO_TEST_SUITE_END()
