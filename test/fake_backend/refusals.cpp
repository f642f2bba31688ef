#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;

struct BodyRow
{
    std::string body;
    std::string code;
    std::string message;
    std::string long_message;
    std::string param;
};

std::string with_address(std::string const& rest)
{
    return R"({"email_address":"invite@example.com",)" + rest + "}";
}

std::vector<BodyRow> body_rows()
{
    std::string const too_large = "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).";
    auto const missing = "email_address must be included.";
    auto const not_address = "email_address must be a valid email address.";
    return {
        {"{}", "form_param_missing", "is missing", missing, "email_address"},
        {R"({"email_address":null})", "form_param_nil", "is missing", missing, "email_address"},
        {R"({"email_address":""})", "form_param_nil", "is missing", missing, "email_address"},
        {R"({"email_address":7})", "form_param_type_invalid", "is invalid", "`email_address` must be a `string`.",
         "email_address"},
        {R"({"email_address":"nobody"})", "form_param_format_invalid", "is invalid", not_address, "email_address"},
        {R"({"email_address":"a b@example.com"})", "form_param_format_invalid", "is invalid", not_address, "email_address"},
        {R"({"email_address":"a@b"})", "form_param_format_invalid", "is invalid", not_address, "email_address"},
        {R"({"email_address":"@b.com"})", "form_param_format_invalid", "is invalid", not_address, "email_address"},
        {R"({"email_address":"a@"})", "form_param_format_invalid", "is invalid", not_address, "email_address"},
        {R"({"email_address":"a\u0000@b.com"})", "form_param_format_invalid", "is invalid", not_address, "email_address"},
        {with_address(R"("x":1)"), "form_param_unknown", "is unknown", "x is not a valid parameter for this request.", "x"},
        {with_address(R"("redirect_url":"no url")"), "form_param_format_invalid", "is invalid",
         "redirect_url must be a valid url.", "redirect_url"},
        {with_address(R"("redirect_url":1)"), "form_param_type_invalid", "is invalid", "`redirect_url` must be a `string`.",
         "redirect_url"},
        {with_address(R"("template_slug":"v")"), "form_param_value_invalid", "is invalid",
         "v does not match one of the allowed values for parameter template_slug", "template_slug"},
        {with_address(R"("template_slug":null)"), "form_param_type_invalid", "is invalid", "`template_slug` must be a `string`.",
         "template_slug"},
        {with_address(R"("public_metadata":[])"), "form_param_type_invalid", "is invalid",
         "`public_metadata` must be a `object`.", "public_metadata"},
        {with_address(R"("public_metadata":null)"), "form_param_type_invalid", "is invalid",
         "`public_metadata` must be a `object`.", "public_metadata"},
        {with_address(R"("public_metadata":{"k":")" + std::string(8192 - 7, 'x') + "\"}"), "form_param_exceeds_allowed_size",
         too_large, too_large, "public_metadata"},
        {with_address(R"("notify":"yes")"), "form_param_type_invalid", "is invalid", "`notify` must be a `boolean`.", "notify"},
        {with_address(R"("ignore_existing":1)"), "form_param_type_invalid", "is invalid",
         "`ignore_existing` must be a `boolean`.", "ignore_existing"},
        {with_address(R"("expires_in_days":1.5)"), "form_param_type_invalid", "is invalid",
         "`expires_in_days` must be a `integer`.", "expires_in_days"},
        {with_address(R"("expires_in_days":366)"), "form_param_value_too_large", "Value too large",
         "The value of expires_in_days can't be greater than 365", "expires_in_days"},
        {with_address(R"("expires_in_days":18446744073709551615)"), "form_param_value_too_large", "Value too large",
         "The value of expires_in_days can't be greater than 365", "expires_in_days"},
        {with_address(R"("expires_in_days":0)"), "form_param_value_invalid", "is invalid",
         "0 does not match one of the allowed values for parameter expires_in_days", "expires_in_days"},
    };
}

struct RequestRow
{
    std::string name;
    HttpRequest request;
    int status;
    std::string code;
};

HttpRequest good()
{
    HttpRequest request;
    request.body = R"({"email_address":"invite@example.com"})";
    return request;
}

template <class Change>
HttpRequest changed(Change change)
{
    HttpRequest request = good();
    change(request);
    return request;
}

std::vector<RequestRow> request_rows()
{
    std::vector<RequestRow> rows;
    auto const add = [&rows](std::string name, int status, std::string code, auto change) {
        rows.push_back({std::move(name), changed(change), status, std::move(code)});
    };
    for (auto const* body :
         {"", "{", "[]", "\"text\"", R"({"email_address":"a@example.com"} x)", "{\"email_address\":\"\xff@e.com\"}"})
        add(std::string{"body "} + body, 400, "request_body_invalid", [body](HttpRequest& r) { r.body = body; });
    for (auto const* type : {"text/plain", "application/jsonp", "application/x-www-form-urlencoded", ""})
        add(std::string{"type "} + type, 415, "unsupported_content_type", [type](HttpRequest& r) { r.content_type = type; });
    add("no type", 415, "unsupported_content_type", [](HttpRequest& r) { r.content_type.reset(); });
    add("no key", 401, "authorization_header_format_invalid", [](HttpRequest& r) { r.authorization.reset(); });
    for (auto const* text : {"Basic abc", "sk_test_fake_backend_key", "Bearer"})
        add(std::string{"key "} + text, 401, "authorization_header_format_invalid",
            [text](HttpRequest& r) { r.authorization = text; });
    add("wrong key", 401, "clerk_key_invalid", [](HttpRequest& r) { r.authorization = "Bearer sk_test_other"; });
    add("no version", 400, "api_version_invalid", [](HttpRequest& r) { r.headers = {{"Clerk-API-Version", "latest"}}; });
    add("old version", 400, "api_version_invalid", [](HttpRequest& r) { r.headers = {{"Clerk-API-Version", "2020-01-01"}}; });
    for (auto const* path : {"/", "/v1", "/v1/users", "/v1/invitations/", "/v1/invitationsx", "/v2/invitations",
                             "/v1/invitations/a/b/revoke", "/v1/invitations//revoke", "/v1/invitations/%zz/revoke"})
        add(std::string{"path "} + path, 404, "resource_not_found", [path](HttpRequest& r) { r.target = path; });
    add("method", 404, "resource_not_found", [](HttpRequest& r) { r.method = "PUT"; });
    return rows;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_refusals)

BOOST_AUTO_TEST_CASE(an_invalid_parameter_gets_422_and_is_named)
{
    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const& row : body_rows()) BOOST_TEST_CONTEXT(row.body.substr(0, 80))
        {
            auto const answer = client.create(row.body);
            BOOST_TEST(answer.status == 422);
            BOOST_TEST(answer.header("Content-Type").value() == "application/json");
            auto const body = answer.json().as_object();
            BOOST_TEST(body.at("clerk_trace_id").as_string() == answer.header("Clerk-Trace-Id").value());
            BOOST_REQUIRE(body.at("errors").as_array().size() == 1u);
            auto const error = body.at("errors").at(0).as_object();
            BOOST_TEST(error.at("code").as_string() == row.code);
            BOOST_TEST(error.at("message").as_string() == row.message);
            BOOST_TEST(error.at("long_message").as_string() == row.long_message);
            BOOST_TEST(error.at("meta").at("param_name").as_string() == row.param);
        }
    BOOST_TEST(backend.invitations().empty());
}

BOOST_AUTO_TEST_CASE(all_invalid_parameters_are_named)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const answer = client.create(R"({"notify":1,"x":2})");
    BOOST_TEST(answer.status == 422);
    BOOST_TEST(answer.json().at("errors").as_array().size() == 3u);
}

BOOST_AUTO_TEST_CASE(metadata_of_the_maximum_size_is_accepted)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const answer = client.create(with_address(R"("public_metadata":{"k":")" + std::string(8192 - 8, 'x') + "\"}"));
    BOOST_TEST(answer.status == 200);
}

BOOST_AUTO_TEST_CASE(an_invalid_request_gets_its_status_and_code)
{
    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const& row : request_rows()) BOOST_TEST_CONTEXT(row.name)
        {
            auto const answer = client.request(row.request);
            BOOST_TEST(answer.status == row.status);
            BOOST_TEST(answer.code() == row.code);
            BOOST_TEST(answer.json().at("clerk_trace_id").as_string() == answer.header("Clerk-Trace-Id").value());
        }
    BOOST_TEST(backend.invitations().empty());
    BOOST_TEST(backend.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(every_published_api_version_is_accepted)
{
    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const* version : {"2021-02-05", "2024-10-01", "2026-05-12"}) BOOST_TEST_CONTEXT(version)
        {
            auto const request = changed([version](HttpRequest& r) {
                r.headers = {{"Clerk-API-Version", version}};
                r.body = std::string{R"({"email_address":"v)"} + version + R"(@example.com"})";
            });
            BOOST_TEST(client.request(request).status == 200);
        }
}

BOOST_AUTO_TEST_CASE(a_too_large_body_gets_413_and_closes)
{
    clerk::testing::FakeBackendOptions options;
    options.max_body_bytes = 1000;
    FakeBackend backend{options};
    BlockingClient client{backend};
    auto const answer = client.create(std::string(200'000, ' '));
    BOOST_TEST(answer.status == 413);
    BOOST_TEST(answer.code() == "request_body_too_large");
    BOOST_TEST(answer.header("Connection").value() == "close");
    BOOST_TEST(client.read_to_the_end() == boost::asio::error::eof);
    BOOST_TEST(backend.requests().empty());
}

BOOST_AUTO_TEST_CASE(invalid_http_gets_an_error_and_closes)
{
    FakeBackend backend;
    for (auto const& [bytes, status] : {std::pair<std::string, int>{"NO HTTP AT ALL\r\n\r\n", 400},
                                        {"GET /v1/invitations HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", 431}})
        BOOST_TEST_CONTEXT(status)
        {
            BlockingClient client{backend};
            client.send_bytes(bytes);
            BOOST_TEST(client.read().status == status);
            BOOST_TEST(client.read_to_the_end() == boost::asio::error::eof);
        }
    BOOST_TEST(backend.requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
