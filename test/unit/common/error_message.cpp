#include <clerk/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <sstream>
#include <string>
#include <string_view>

using clerk::ApiError;
using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using namespace std::chrono_literals;

namespace {

ClerkError refused_by_clerk(int status, std::string_view code, boost::json::object meta = {})
{
    ClerkError error;
    error.kind = ErrorKind::api;
    error.delivery = Delivery::rejected;
    error.phase = Phase::read;
    error.status = status;
    error.attempts = 1;
    error.max_attempts = 3;
    error.operation = "POST /v1/invitations";
    error.errors.push_back({.code = std::string{code}, .message = "m", .long_message = "l", .meta = std::move(meta)});
    return error;
}

bool holds(ClerkError const& error, std::string_view text)
{
    return error.message().find(text) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(common_error_message)

BOOST_AUTO_TEST_CASE(an_invalid_argument_is_named_and_reported_unsent)
{
    ClerkError error;
    error.kind = ErrorKind::invalid_argument;
    error.delivery = Delivery::not_sent;
    error.phase = Phase::validate;
    error.detail = "expires_in_days: 400 is out of range (1 to 365)";
    BOOST_TEST(error.message() == "expires_in_days: 400 is out of range (1 to 365); nothing was sent");
}

BOOST_AUTO_TEST_CASE(a_lost_response_reports_phase_delivery_and_no_retry)
{
    ClerkError error;
    error.kind = ErrorKind::transport;
    error.phase = Phase::read;
    error.attempts = 1;
    error.max_attempts = 3;
    error.operation = "POST /v1/invitations";
    error.detail = "the connection failed before the response";
    error.not_retried = clerk::NotRetried::not_idempotent;
    error.cause = boost::asio::error::connection_reset;
    BOOST_TEST(
        error.message() ==
        "POST /v1/invitations: the connection failed before the response; while reading the response (attempt 1 of 3); it may "
        "have taken effect; not retried: the request is not idempotent; Connection reset by peer");
}

BOOST_AUTO_TEST_CASE(a_rate_limit_says_when_to_retry)
{
    auto error = refused_by_clerk(429, "too_many_requests");
    error.kind = ErrorKind::rate_limited;
    error.retry_after = 3600s;
    error.trace_id = "0123abcDEF-_";
    BOOST_TEST(error.message() ==
               "POST /v1/invitations: rate limited (status 429): too_many_requests (too many requests); while "
               "reading the response (attempt 1 of 3); Clerk rejected it, so nothing changed; retry after 3600 "
               "s; trace 0123abcDEF-_");
}

BOOST_AUTO_TEST_CASE(a_known_code_is_explained_with_its_parameter)
{
    auto const error = refused_by_clerk(422, "form_param_format_invalid", {{"param_name", "email_address"}});
    BOOST_TEST(holds(error, "(status 422): form_param_format_invalid (email_address has an invalid format); "));
    BOOST_TEST(holds(refused_by_clerk(400, "duplicate_record"), ": duplicate_record (duplicate invitation); "));
    BOOST_TEST(holds(refused_by_clerk(422, "code_of_tomorrow", {{"param_name", "query"}}), ": code_of_tomorrow (query); "));
}

BOOST_AUTO_TEST_CASE(every_known_parameter_may_be_named)
{
    for (auto const* const name : {"email_address", "public_metadata", "redirect_url", "notify", "ignore_existing",
                                   "expires_in_days", "template_slug", "status", "query", "order_by", "limit", "offset"})
        BOOST_TEST(holds(refused_by_clerk(422, "form_param_missing", {{"param_name", name}}), std::string{"("} + name + " is"));
}

BOOST_AUTO_TEST_CASE(three_errors_are_shown_and_the_rest_counted)
{
    auto error = refused_by_clerk(422, "form_param_missing");
    for (auto const* const code : {"form_param_nil", "form_param_unknown", "form_param_duplicate", "conflict"})
        error.errors.push_back({.code = code, .message = {}, .long_message = {}, .meta = {}});
    BOOST_TEST(holds(error, ": form_param_missing (is missing), form_param_nil (is empty), form_param_unknown (is unknown) and 2 "
                            "more; "));
}

BOOST_AUTO_TEST_CASE(every_kind_phase_and_delivery_has_its_own_words)
{
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::closed); ++kind)
    {
        for (int phase = 0; phase <= static_cast<int>(Phase::backoff); ++phase)
        {
            ClerkError error;
            error.kind = static_cast<ErrorKind>(kind);
            error.phase = static_cast<Phase>(phase);
            auto const text = error.message();
            BOOST_TEST(!text.starts_with("failed"));
            BOOST_TEST(text.find("the call;") == std::string::npos);
            BOOST_TEST(text.find("while ") == (phase == 0 ? std::string::npos : text.find("; ") + 2));
            BOOST_TEST(text.find_first_of("\r\n\t") == std::string::npos);
        }
    }
    ClerkError error;
    error.delivery = Delivery::not_sent;
    BOOST_TEST(holds(error, "; nothing was sent"));
    error.delivery = Delivery::rejected;
    BOOST_TEST(holds(error, "; Clerk rejected it"));
    error.delivery = Delivery::unknown;
    BOOST_TEST(holds(error, "; it may have taken effect"));
}

BOOST_AUTO_TEST_CASE(is_streamed_as_its_message)
{
    auto const error = refused_by_clerk(404, "resource_not_found");
    std::ostringstream out;
    out << error;
    BOOST_TEST(out.str() == error.message());
}

BOOST_AUTO_TEST_SUITE_END()
