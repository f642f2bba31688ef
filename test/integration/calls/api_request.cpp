#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>

#include <future>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::ApiRequest;
using clerk::ApiResponse;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;
using clerk::testing::FakeBackend;

// Requests to any endpoint.
BOOST_AUTO_TEST_SUITE(api_request)

namespace {

using Answered = clerk::Result<ApiResponse>;

Answered ask(Rig& rig, ApiRequest const& request)
{
    auto result = run(rig.context, rig.client.request(request));
    check_quiet(rig.client);
    return result;
}

} // namespace

BOOST_AUTO_TEST_CASE(clerk_s_own_example_is_one_call)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    ApiRequest request{"POST", "/v1/invitations"};
    request.body = {{"email_address", "a@example.com"}, {"public_metadata", {{"n", 1}}}};
    auto const result = ask(rig, request);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->status == 200);
    BOOST_TEST(result->body.at("email_address").as_string() == "a@example.com");
    BOOST_TEST(result->header("content-type").value().starts_with("application/json"));
    BOOST_TEST(!result->header("x-none").has_value());
    auto const sent = backend.requests()[0];
    BOOST_TEST(sent.target == "/v1/invitations");
    BOOST_TEST(boost::json::parse(sent.body) == request.body);
    BOOST_TEST(backend.find("a@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(query_and_headers_are_sent_as_data)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    ApiRequest request{"GET", "/v1/invitations"};
    request.query = {{"query", "a+b@example.com&x=1#y"}, {"limit", "1"}, {"", "\r\n"}};
    request.headers = {{"X-Request-Id", "42"}, {"x-empty", ""}};
    request.api_version = "2025-01-01";
    BOOST_TEST(ask(rig, request).has_value());
    auto const sent = backend.requests()[0];
    BOOST_TEST(sent.target == "/v1/invitations?query=a%2Bb%40example.com%26x%3D1%23y&limit=1&=%0D%0A");
    BOOST_TEST(sent.header("X-Request-Id").value() == "42");
    BOOST_TEST(sent.header("X-Empty").value().empty());
    BOOST_TEST(sent.header("Clerk-API-Version").value() == "2025-01-01");
}

BOOST_AUTO_TEST_CASE(invalid_requests_are_not_sent)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto const check = [&](ApiRequest const& request, std::string const& why) {
        auto const result = ask(rig, request);
        BOOST_TEST_REQUIRE(!result.has_value());
        BOOST_TEST(result.error().kind == ErrorKind::invalid_argument);
        BOOST_TEST(result.error().delivery == Delivery::not_sent);
        BOOST_TEST(result.error().message().find(why) != std::string::npos, result.error().message());
    };
    for (auto const* const method : {"", "get", "HEAD", "CONNECT", "GET /", "GET\r\nX: y"})
        check({method, "/v1/users"}, "method: is not GET");
    for (auto const* const path : {"", "v1/users", "//evil.example/v1", "https://evil.example/"})
        check({"GET", path}, "path: does not begin with exactly one slash");
    for (auto const* const path : {"/v1/a b", "/v1/a\r\nX: y", "/v1/\xc3\xa9", "/v1/%zz", "/v1/#a"})
        check({"GET", path}, "path: contains a character");
    check({"GET", "/v1/users?limit=1"}, "path: contains a query");
    for (auto const* const path : {"/v1/../users", "/..", "/v1/.", "/v1/%2e%2E/users"})
        check({"GET", path}, "path: contains a dot");
    ApiRequest request{"POST", "/v1/users"};
    request.body = "\xff";
    check(request, "body: contains text that is not valid UTF-8");
    request.body = nullptr;
    for (auto const& [name, value] : clerk::HeaderFields{{"Authorization", "Bearer x"},
                                                         {"Host", "evil.example"},
                                                         {"X-", "1"},
                                                         {"X-A B", "1"},
                                                         {"X-A:", "1"},
                                                         {"X-A", "1\r\nHost: x"},
                                                         {"X-A", " 1"},
                                                         {"X-A", "1 "},
                                                         {"X-A", std::string("a\0b", 3)},
                                                         {"X-A\r\nB", "1"}})
    {
        request.headers = {{"X-Fine", "1"}, {name, value}};
        check(request, "headers[1]: its ");
    }
    request.headers.assign(65, {"X-A", "1"});
    check(request, "headers: 65 are more than 64");
    request.headers = {{"X-A", std::string(9'000, 'x')}};
    check(request, "headers: larger than 8 KiB");
    request.headers.clear();
    request.api_version = "a b";
    check(request, "api_version: contains a character");
    BOOST_TEST(backend.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(empty_responses_are_null_and_invalid_json_is_an_error)
{
    ScriptedPeer peer{
        {{step::expect_request(), step::send("HTTP/1.1 204 No Content\r\nX-A: 1\r\nx-a: 2\r\n\r\n"), step::expect_request(),
          step::send(answer(200, "", "<html>")), step::expect_request(), step::send(answer(200, "", "[1,2] x"))}}};
    Rig rig{peer.client_options()};
    auto const empty = ask(rig, {"DELETE", "/v1/users/user_1"});
    BOOST_TEST_REQUIRE(empty.has_value());
    BOOST_TEST(empty->status == 204);
    BOOST_TEST(empty->body.is_null());
    BOOST_TEST(empty->headers.size() == 2U);
    BOOST_TEST(empty->headers[1].first == "x-a");
    BOOST_TEST(empty->headers[1].second == "2");
    for (int i = 0; i < 2; ++i)
    {
        auto const broken = ask(rig, {"GET", "/v1/users"});
        BOOST_TEST_REQUIRE(!broken.has_value());
        BOOST_TEST(broken.error().kind == ErrorKind::decode);
        BOOST_TEST(broken.error().status == 200);
    }
}

BOOST_AUTO_TEST_CASE(methods_with_content_send_content_length_zero)
{
    ScriptedPeer peer{
        {{step::expect_request(), step::send(answer(200, "", "{}")), step::expect_request(), step::send(answer(200, "", "{}"))}}};
    Rig rig{peer.client_options()};
    BOOST_TEST(ask(rig, {"PUT", "/v1/x"}).has_value());
    BOOST_TEST(ask(rig, {"DELETE", "/v1/x"}).has_value());
    auto const requests = peer.requests();
    BOOST_TEST(requests[0].text.find("\r\nContent-Length: 0\r\n") != std::string::npos);
    BOOST_TEST(requests[1].text.find("Content-Length") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(idempotent_methods_are_retried)
{
    struct
    {
        char const* method;
        bool repeated;
    } const table[]{{"GET", true}, {"PUT", true}, {"DELETE", true}, {"POST", false}, {"PATCH", false}};

    for (auto const& row : table)
    {
        ScriptedPeer peer{{{step::expect_request(), step::reset()}, {step::expect_request(), step::send(answer(200, "", "{}"))}}};
        Rig rig{peer.client_options()};
        auto const result = ask(rig, {row.method, "/v1/x"});
        BOOST_TEST(result.has_value() == row.repeated, row.method);
        BOOST_TEST(peer.requests().size() == (row.repeated ? 2U : 1U));
        if (!result) BOOST_TEST(result.error().delivery == Delivery::unknown);
    }
}

BOOST_AUTO_TEST_CASE(a_rate_limit_blocks_its_endpoint_only)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(refused(429, "too_many_requests", "Retry-After: 3600\r\n")),
                        step::expect_request(), step::send(answer(200, "", "{}"))}}};
    Rig rig{peer.client_options()};
    BOOST_TEST((ask(rig, {"GET", "/v1/users"}).error().kind == ErrorKind::rate_limited));
    auto const held = ask(rig, {"GET", "/v1/users"});
    BOOST_TEST((held.error().kind == ErrorKind::rate_limited));
    BOOST_TEST(held.error().status == 0);
    BOOST_TEST(ask(rig, {"GET", "/v1/sessions"}).has_value());
    BOOST_TEST(peer.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_request_for_a_create_shares_the_limit_of_create)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(refused(429, "too_many_requests", "Retry-After: 3600\r\n"))}}};
    Rig rig{peer.client_options()};
    BOOST_TEST((rig.create().error().kind == ErrorKind::rate_limited));
    BOOST_TEST(ask(rig, {"POST", "/v1/invitations"}).error().status == 0);
    BOOST_TEST(peer.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_error_text_holds_path_query_or_header)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(refused(404, "resource_not_found"))}}};
    Rig rig{peer.client_options()};
    ApiRequest request{"GET", "/v1/users/user_secret"};
    request.query = {{"email", "private@example.com"}};
    request.headers = {{"X-Token", "hidden"}};
    auto const text = ask(rig, request).error().message();
    for (auto const* const part : {"user_secret", "private", "hidden"}) BOOST_TEST(text.find(part) == std::string::npos, text);
    BOOST_TEST(text.find("GET request") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(takes_any_completion_token)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto future = rig.client.request(ApiRequest{"GET", "/v1/invitations"}, boost::asio::use_future);
    run_out(rig.context);
    BOOST_TEST(future.get()->body.is_array());
}

BOOST_AUTO_TEST_CASE(a_request_for_a_revoke_shares_the_limit_of_all_revokes)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(refused(429, "too_many_requests", "Retry-After: 3600\r\n"))}}};
    Rig rig{peer.client_options()};
    BOOST_TEST((ask(rig, {"POST", "/v1/invitations/inv_1/revoke"}).error().kind == ErrorKind::rate_limited));
    BOOST_TEST(ask(rig, {"POST", "/v1/invitations/inv_2/revoke"}).error().status == 0);
    auto const revoked = run(rig.context, rig.invitations.revoke("inv_3"));
    BOOST_TEST_REQUIRE(!revoked.has_value());
    BOOST_TEST(revoked.error().kind == ErrorKind::rate_limited);
    BOOST_TEST(peer.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
