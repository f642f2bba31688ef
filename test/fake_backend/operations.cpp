#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace {

using clerk::InvitationStatus;
using clerk::test::BlockingClient;
using clerk::test::HttpAnswer;
using clerk::test::HttpRequest;
using clerk::testing::FakeBackend;
using namespace std::chrono_literals;

HttpAnswer bulk(BlockingClient& client, std::string body)
{
    HttpRequest request;
    request.target = "/v1/invitations/bulk";
    request.body = std::move(body);
    return client.request(request);
}

HttpAnswer revoke(BlockingClient& client, std::string const& id)
{
    HttpRequest request;
    request.target = "/v1/invitations/" + id + "/revoke";
    request.content_type.reset();
    return client.request(request);
}

HttpAnswer list(BlockingClient& client, std::string const& query)
{
    HttpRequest request;
    request.method = "GET";
    request.target = "/v1/invitations" + query;
    request.content_type.reset();
    return client.request(request);
}

std::string bulk_of(int count)
{
    std::string body;
    for (int i = 0; i < count; ++i)
        body += (i ? "," : "[") + std::string{R"({"email_address":"b)"} + std::to_string(i) + "@x.com\"}";
    return body + "]";
}

/// The local parts of the listed addresses, one letter each.
std::string letters(boost::json::value const& invitations)
{
    std::string text;
    for (auto const& invitation : invitations.as_array()) text += invitation.at("email_address").as_string()[0];
    return text;
}

/// Five invitations in the order c a e b d, a second apart: a accepted, b revoked, c expired.
struct Five
{
    Five()
    {
        using namespace std::string_literals;
        auto add = [this](char letter, int days) {
            auto const body =
                R"({"email_address":")"s + letter + R"(@Example.com","expires_in_days":)" + std::to_string(days) + "}";
            BOOST_REQUIRE(client.create(body).status == 200);
            backend.advance(1s);
        };
        add('c', 1);
        add('a', 3);
        add('e', 9);
        add('b', 5);
        add('d', 7);
        backend.advance(24h);
        BOOST_REQUIRE(backend.accept("a@example.com"));
        BOOST_REQUIRE(revoke(client, backend.find("b@example.com")->id).status == 200);
    }

    FakeBackend backend;
    BlockingClient client{backend};
};

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_operations)

BOOST_AUTO_TEST_CASE(a_bulk_of_up_to_ten_is_created_in_order)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const answer = bulk(client, bulk_of(10));
    BOOST_TEST(answer.status == 200);
    auto const created = answer.json().as_array();
    BOOST_REQUIRE(created.size() == 10u);
    BOOST_TEST(created[9].at("email_address").as_string() == "b9@x.com");
    BOOST_TEST(backend.invitations().size() == 10u);
}

BOOST_AUTO_TEST_CASE(an_invalid_bulk_creates_nothing)
{
    struct Row
    {
        std::string body;
        int status;
        std::string code;
        std::string meta;
    };

    std::vector<Row> const rows{
        {bulk_of(11), 400, "bulk_size_exceeded", ""},
        {"[]", 400, "request_body_invalid", ""},
        {"{}", 400, "request_body_invalid", ""},
        {"[1]", 400, "request_body_invalid", ""},
        {R"([{"email_address":"n@x.com"},{"email_address":"N@x.com"}])", 422, "form_param_duplicate",
         R"({"param_name":"email_address"})"},
        {R"([{"email_address":"n@x.com"},{"email_address":"p@x.com"},{"email_address":"Q@x.com"}])", 400, "duplicate_record",
         R"({"email_addresses":["p@x.com","Q@x.com"]})"},
        {R"([{"email_address":"n@x.com"},{"email_address":"u@x.com","ignore_existing":true}])", 422, "form_identifier_exists",
         R"({"param_name":"email_address"})"},
        {R"([{"email_address":"n@x.com"},{"email_address":"bad"}])", 422, "form_param_format_invalid",
         R"({"param_name":"email_address"})"},
    };
    FakeBackend backend;
    backend.add_user("u@x.com");
    backend.add_invitation("p@x.com");
    backend.add_invitation("q@x.com");
    BlockingClient client{backend};
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.body)
        {
            auto const answer = bulk(client, row.body);
            BOOST_TEST(answer.status == row.status);
            BOOST_TEST(answer.code() == row.code);
            auto const error = answer.json().at("errors").at(0).as_object();
            BOOST_TEST((error.contains("meta") ? boost::json::serialize(error.at("meta")) : "") == row.meta);
        }
    BOOST_TEST(backend.invitations().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_bulk_accepts_ignore_existing_and_null_fields)
{
    FakeBackend backend;
    backend.add_invitation("p@x.com");
    BlockingClient client{backend};
    auto const answer =
        bulk(client,
             R"([{"email_address":"p@x.com","ignore_existing":true,"public_metadata":null,"redirect_url":null,"notify":null}])");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(backend.invitations().size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_list_is_filtered_ordered_and_paged, Five)
{
    struct Row
    {
        std::string query;
        std::string letters;
        int total;
    };

    auto const id = backend.find("e@example.com")->id;
    std::vector<Row> const rows{
        {"", "deac", 4},
        {"&status=pending", "de", 2},
        {"&status=accepted", "a", 1},
        {"&status=revoked", "b", 1},
        {"&status=expired", "c", 1},
        {"&order_by=created_at", "caed", 4},
        {"&order_by=%2Bcreated_at", "caed", 4},
        {"&order_by=-created_at", "deac", 4},
        {"&order_by=email_address", "acde", 4},
        {"&order_by=-email_address", "edca", 4},
        {"&order_by=%2Bexpires_at", "cade", 4},
        {"&limit=3", "dea", 4},
        {"&limit=3&offset=3", "c", 4},
        {"&offset=0", "deac", 4},
        {"&offset=4", "", 4},
        {"&query=E%40EXAMPLE.com", "e", 1},
        {"&query=example", "deac", 4},
        {"&query=" + id, "e", 1},
        {"&query=inv_unknown", "", 0},
        {"&query=b%40example.com", "", 0},
        {"&query=b%40example.com&status=revoked", "b", 1},
        {"&something=else", "deac", 4},
    };
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.query)
        {
            auto const answer = list(client, "?paginated=true" + row.query);
            BOOST_TEST(answer.status == 200);
            BOOST_TEST(letters(answer.json().at("data")) == row.letters);
            BOOST_TEST(answer.json().at("total_count").as_int64() == row.total);
        }
}

BOOST_FIXTURE_TEST_CASE(a_list_without_paginated_is_a_bare_array, Five)
{
    BOOST_TEST(letters(list(client, "").json()) == "deac");
    BOOST_TEST(letters(list(client, "?paginated=false&limit=1").json()) == "d");
}

BOOST_AUTO_TEST_CASE(an_invalid_list_query_gets_422)
{
    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const& [query, code] : std::vector<std::pair<std::string, std::string>>{
             {"?status=lost", "form_param_value_invalid"},
             {"?order_by=name", "form_param_value_invalid"},
             {"?order_by=+created_at", "form_param_value_invalid"}, // a bare plus is a space
             {"?limit=0", "form_param_value_invalid"},
             {"?limit=501", "form_param_value_too_large"},
             {"?limit=many", "form_param_type_invalid"},
             {"?offset=-1", "form_param_value_invalid"},
             {"?paginated=yes", "form_param_type_invalid"},
         })
        BOOST_TEST_CONTEXT(query)
        {
            auto const answer = list(client, query);
            BOOST_TEST(answer.status == 422);
            BOOST_TEST(answer.code() == code);
        }
}

BOOST_AUTO_TEST_CASE(pages_list_equal_times_once)
{
    FakeBackend backend;
    for (int i = 0; i < 25; ++i) backend.add_invitation("p" + std::to_string(i) + "@x.com");
    BlockingClient client{backend};
    std::vector<std::string> seen;
    for (int offset = 0; offset < 25; offset += 10)
    {
        auto const page = list(client, "?offset=" + std::to_string(offset)).json();
        for (auto const& invitation : page.as_array()) seen.emplace_back(invitation.at("id").as_string().c_str());
    }
    BOOST_TEST(seen.size() == 25u);
    std::sort(seen.begin(), seen.end());
    BOOST_TEST((std::unique(seen.begin(), seen.end()) == seen.end()));
}

BOOST_AUTO_TEST_CASE(a_revoke_returns_the_invitation_and_frees_the_address)
{
    FakeBackend backend;
    auto const invitation = backend.add_invitation("r@x.com");
    backend.advance(5s);
    BlockingClient client{backend};
    auto const answer = revoke(client, invitation.id);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.json().at("status").as_string() == "revoked");
    BOOST_TEST(answer.json().at("revoked").as_bool());
    BOOST_TEST(answer.json().at("updated_at").as_int64() > answer.json().at("created_at").as_int64());
    BOOST_TEST(backend.find("r@x.com")->status == InvitationStatus::revoked);
    BOOST_TEST(client.create(R"({"email_address":"r@x.com"})").status == 200);
}

BOOST_AUTO_TEST_CASE(only_pending_invitations_can_be_revoked)
{
    FakeBackend backend;
    auto const revoked = backend.add_invitation("r@x.com").id;
    auto const accepted = backend.add_invitation("a@x.com").id;
    BOOST_REQUIRE(backend.accept("a@x.com"));
    BlockingClient client{backend};
    BOOST_REQUIRE(revoke(client, revoked).status == 200);

    BOOST_TEST(revoke(client, revoked).code() == "invitation_already_revoked");
    BOOST_TEST(revoke(client, accepted).code() == "invitation_already_accepted");
    auto const unknown = revoke(client, "inv%5fx");
    BOOST_TEST(unknown.status == 404);
    BOOST_TEST(unknown.code() == "resource_not_found");
    BOOST_TEST(unknown.json().at("errors").at(0).at("long_message").as_string() == "No invitation was found with id inv_x.");
}

BOOST_AUTO_TEST_SUITE_END()
