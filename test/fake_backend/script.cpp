#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using clerk::test::BlockingClient;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;

constexpr auto good = R"({"email_address":"invite@example.com"})";

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_script)

BOOST_AUTO_TEST_CASE(replies_apply_in_order_then_the_rules)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::status(503));
    backend.script(Reply::status(500), 2);
    BOOST_TEST(backend.scripted() == 3u);
    BOOST_TEST(client.create(good).status == 503);
    BOOST_TEST(client.create(good).status == 500);
    BOOST_TEST(client.create(good).status == 500);
    BOOST_TEST(backend.scripted() == 0u);
    BOOST_TEST(backend.invitations().empty());
    BOOST_TEST(client.create(good).status == 200);
    BOOST_TEST(backend.requests().size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_script_can_be_cleared)
{
    FakeBackend backend;
    backend.script(Reply::status(503), 3);
    backend.clear_script();
    BOOST_TEST(BlockingClient{backend}.create(good).status == 200);
}

BOOST_AUTO_TEST_CASE(a_bare_status_has_clerks_body)
{
    struct Row
    {
        int status;
        std::string code;
    };

    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const& row : std::vector<Row>{{401, "clerk_key_invalid"},
                                            {402, "unsupported_subscription_plan_features"},
                                            {403, "authorization_invalid"},
                                            {404, "resource_not_found"},
                                            {409, "resource_locked"},
                                            {429, "too_many_requests"},
                                            {500, "internal_clerk_error"},
                                            {503, "service_unavailable"},
                                            {504, "gateway_timeout"}})
        BOOST_TEST_CONTEXT(row.status)
        {
            backend.script(Reply::status(row.status));
            auto const answer = client.create(good);
            BOOST_TEST(answer.status == row.status);
            BOOST_TEST(answer.code() == row.code);
            BOOST_TEST(answer.json().at("clerk_trace_id").as_string() == answer.header("Clerk-Trace-Id").value());
        }
    for (int status : {502, 520, 527}) BOOST_TEST_CONTEXT(status)
        {
            backend.script(Reply::status(status));
            auto const answer = client.create(good);
            BOOST_TEST(answer.header("Content-Type").value().starts_with("text/html"));
            BOOST_TEST(answer.body.find("<html>") != std::string::npos);
        }
    backend.script(Reply::status(418));
    BOOST_TEST(client.create(good).json().at("errors").as_array().empty());
    backend.script(Reply::status(200));
    BOOST_TEST(client.create(good).body == "{}");
    backend.script(Reply::status(204));
    auto const empty = client.create(good);
    BOOST_TEST(empty.status == 204);
    BOOST_TEST(!empty.header("Content-Length").has_value());
}

BOOST_AUTO_TEST_CASE(json_and_text_are_sent_as_given)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::json(422, {{"errors", boost::json::array{}}}));
    auto const json = client.create(good);
    BOOST_TEST(json.status == 422);
    BOOST_TEST(json.body == R"({"errors":[]})");
    BOOST_TEST(json.header("Content-Type").value() == "application/json");

    backend.script(Reply::text(200, "text/plain", "not json"));
    auto const text = client.create(good);
    BOOST_TEST(text.body == "not json");
    BOOST_TEST(text.header("Content-Type").value() == "text/plain");
}

BOOST_AUTO_TEST_CASE(headers_can_be_set_and_removed)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::status(429)
                       .with_header("Retry-After", "7")
                       .with_header("DATE", "Sun, 06 Nov 1994 08:49:37 GMT")
                       .without_header("clerk-trace-id"));
    auto const answer = client.create(good);
    BOOST_TEST(answer.header("Retry-After").value() == "7");
    BOOST_TEST(answer.header("Date").value() == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(!answer.header("Clerk-Trace-Id").has_value());
    auto const dates = std::count_if(answer.headers.begin(), answer.headers.end(),
                                     [](auto const& header) { return boost::beast::iequals(header.first, "date"); });
    BOOST_TEST(dates == 1);
}

BOOST_AUTO_TEST_CASE(status_and_body_of_a_processed_request_can_be_replaced)
{
    FakeBackend backend;
    BlockingClient client{backend};
    backend.script(Reply::process().with_status(202).with_body("{}"));
    auto const answer = client.create(good);
    BOOST_TEST(answer.status == 202);
    BOOST_TEST(answer.body == "{}");
    BOOST_TEST(backend.invitations().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
