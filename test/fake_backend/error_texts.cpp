#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;

HttpRequest post(std::string path, std::string body = {})
{
    HttpRequest request;
    request.target = "/v1/invitations" + std::move(path);
    request.body = std::move(body);
    return request;
}

HttpRequest with_key(std::optional<std::string> authorization)
{
    HttpRequest request = post("", "{}");
    request.authorization = std::move(authorization);
    return request;
}

HttpRequest of_type(std::string type)
{
    HttpRequest request = post("", "{}");
    request.content_type = std::move(type);
    return request;
}

/// Clerk's exact errors for valid HTTP requests.
struct Row
{
    HttpRequest request;
    int status;
    std::string code;
    std::string message;
    std::string long_message;
    std::string meta;
};

std::vector<Row> rows()
{
    std::string const taken = "That email address is taken. Please try another.";
    std::string const pending = "There are already pending invitations for the following email addresses: ";
    std::string const revoked = "Invitation is already revoked.";
    std::string const accepted = "Invitation is already accepted, try signing in instead.";
    std::string const bad_key = "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.";
    std::string const address = R"({"param_name":"email_address"})";
    return {
        {post("", R"({"email_address":"u@x.com"})"), 422, "form_identifier_exists", taken, taken, address},
        {post("", R"({"email_address":"p@x.com"})"), 400, "duplicate_record", "duplicate invitation", pending + "p@x.com",
         R"({"email_addresses":["p@x.com"]})"},
        {post("/bulk", R"([{"email_address":"Q@x.com"},{"email_address":"n@x.com"},{"email_address":"p@x.com"}])"), 400,
         "duplicate_record", "duplicate invitation", pending + "Q@x.com, p@x.com",
         R"({"email_addresses":["Q@x.com","p@x.com"]})"},
        {post("/bulk", R"([{"email_address":"n@x.com"},{"email_address":"n@x.com"}])"), 422, "form_param_duplicate",
         "duplicate values", "email_address contains duplicate values.", address},
        {post("/bulk", "[{},{},{},{},{},{},{},{},{},{},{}]"), 400, "bulk_size_exceeded", "bulk size exceeded",
         "Parameters exceed the maximum allowed bulk processing size of 10.", ""},
        {post("/inv_r/revoke"), 400, "invitation_already_revoked", revoked, revoked, ""},
        {post("/inv_a/revoke"), 400, "invitation_already_accepted", accepted, accepted, ""},
        {post("/inv_x/revoke"), 404, "resource_not_found", "not found", "No invitation was found with id inv_x.", ""},
        {with_key("Bearer sk_test_wrong"), 401, "clerk_key_invalid", bad_key, bad_key, ""},
        {with_key(std::nullopt), 401, "authorization_header_format_invalid", "Invalid Authorization header format",
         "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'", ""},
        {post("", R"({"email_address":"n@x.com","notify":true,"notify":false})"), 422, "form_param_duplicate", "is duplicate",
         "notify included multiple times. There should only be one.", R"({"param_name":"notify"})"},
        {post("/bulk", R"([{"email_address":"n@x.com"},{"email_address":"m@x.com","email_address":"n@x.com"}])"), 422,
         "form_param_duplicate", "is duplicate", "email_address included multiple times. There should only be one.", address},
        {post("", R"({"email_address":"B@x.com"})"), 403, "not_allowed_access", "Access not allowed.",
         "B@x.com is not allowed to access this application.", R"({"identifiers":["B@x.com"]})"},
        {post("/bulk", R"([{"email_address":"b@x.com"},{"email_address":"n@x.com"},{"email_address":"c@x.com"}])"), 403,
         "not_allowed_access", "Access not allowed.", "b@x.com, c@x.com are not allowed to access this application.",
         R"({"identifiers":["b@x.com","c@x.com"]})"},
        {post("/nothing/here"), 404, "resource_not_found", "URL not found", "The URL was not found", ""},
        {of_type("text/plain"), 415, "unsupported_content_type", "Content-Type is unsupported",
         "Content-Type text/plain is unsupported. You should use application/json instead.", ""},
    };
}

void check(BlockingClient& client, Row const& row)
{
    auto const answer = client.request(row.request);
    BOOST_TEST(answer.status == row.status);
    auto const body = answer.json().as_object();
    BOOST_REQUIRE(body.at("errors").as_array().size() == 1u);
    auto const error = body.at("errors").at(0).as_object();
    BOOST_TEST(error.at("code").as_string() == row.code);
    BOOST_TEST(error.at("message").as_string() == row.message);
    BOOST_TEST(error.at("long_message").as_string() == row.long_message);
    BOOST_TEST((error.contains("meta") ? boost::json::serialize(error.at("meta")) : "") == row.meta);
    BOOST_TEST(body.at("clerk_trace_id").as_string() == answer.header("Clerk-Trace-Id").value());
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_error_texts)

BOOST_AUTO_TEST_CASE(each_refusal_has_status_code_texts_and_meta)
{
    clerk::testing::FakeBackendOptions options;
    options.blocked_addresses = {"b@X.com", "c@x.com"};
    FakeBackend backend{options};
    backend.seed(R"({"users": ["u@x.com"], "invitations": [{"email_address": "p@x.com"}, {"email_address": "q@x.com"},
        {"id": "inv_r", "email_address": "r@x.com", "status": "revoked"},
        {"id": "inv_a", "email_address": "a@x.com", "status": "accepted"}]})");
    BlockingClient client{backend};
    for (auto const& row : rows()) BOOST_TEST_CONTEXT(row.request.target << ' ' << row.request.body) check(client, row);
    BOOST_TEST(backend.invitations().size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_rate_limit_says_retry_later)
{
    FakeBackend backend;
    backend.set_limit(Endpoint::create_bulk, 0, std::chrono::hours{1});
    BlockingClient client{backend};
    check(client, {post("/bulk"), 429, "too_many_requests", "Too many requests", "Too many requests, retry later",
                   R"({"ResetsIn":3600})"});
}

BOOST_AUTO_TEST_CASE(an_instance_may_not_support_invitations)
{
    clerk::testing::FakeBackendOptions options;
    options.invitations_supported = false;
    FakeBackend const backend{options};
    BlockingClient client{backend};
    std::string const text = "Invitations are only supported on instances that accept email addresses.";
    check(client, {post("", R"({"email_address":"n@x.com"})"), 400, "invitations_not_supported", text, text, ""});
    check(client, {post("/bulk", R"([{"email_address":"n@x.com"}])"), 400, "invitations_not_supported", text, text, ""});
}

BOOST_AUTO_TEST_CASE(a_production_instance_requires_secure_redirects)
{
    clerk::testing::FakeBackendOptions options;
    options.secret_key = "sk_live_x";
    FakeBackend const backend{options};
    BlockingClient client{backend};
    auto const redirect = [](std::string const& url) {
        auto request = post("", R"({"email_address":"n@x.com","redirect_url":")" + url + R"("})");
        request.authorization = "Bearer sk_live_x";
        return request;
    };
    check(client, {redirect("http://example.com/"), 422, "insecure_url", "Insecure URL", "Please provide a secure URL (https)",
                   R"({"param_name":"redirect_url"})"});
    BOOST_TEST(client.request(redirect("/welcome?a=b")).status == 200);
}

BOOST_AUTO_TEST_CASE(a_scripted_status_has_clerks_code)
{
    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const& [status, code] : std::vector<std::pair<int, std::string>>{{402, "unsupported_subscription_plan_features"},
                                                                               {403, "authorization_invalid"},
                                                                               {409, "resource_locked"},
                                                                               {413, "request_body_too_large"},
                                                                               {415, "unsupported_content_type"},
                                                                               {429, "too_many_requests"},
                                                                               {500, "internal_clerk_error"},
                                                                               {503, "service_unavailable"},
                                                                               {504, "gateway_timeout"}})
        BOOST_TEST_CONTEXT(status)
        {
            backend.script(Reply::status(status));
            auto const answer = client.create("{}");
            BOOST_TEST(answer.status == status);
            BOOST_TEST(answer.code() == code);
        }
}

BOOST_AUTO_TEST_SUITE_END()
