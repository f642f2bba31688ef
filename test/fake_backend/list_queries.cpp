#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpAnswer;
using clerk::test::HttpRequest;
using clerk::testing::FakeBackend;

HttpAnswer list(BlockingClient& client, std::string const& query)
{
    HttpRequest request;
    request.method = "GET";
    request.target = "/v1/invitations?" + query;
    request.content_type.reset();
    return client.request(request);
}

/// The local parts of the listed addresses, one letter each.
std::string letters(HttpAnswer const& answer)
{
    std::string text;
    auto const listed = answer.json();
    for (auto const& invitation : listed.as_array()) text += invitation.at("email_address").as_string()[0];
    return text;
}

/// Those that are not revoked, the youngest first: e D c a.
constexpr auto people = R"({"invitations": [
    {"id": "inv_a", "email_address": "a+x@example.com", "created_at": 1000, "expires_at": 9000, "status": "accepted"},
    {"id": "inv_b", "email_address": "b%40@example.com", "created_at": 2000, "expires_at": 8000, "status": "revoked"},
    {"id": "inv_c", "email_address": "c@example.com", "created_at": 3000, "expires_at": 7000, "status": "expired"},
    {"id": "inv_d", "email_address": "D@example.com", "created_at": 4000, "expires_at": null},
    {"id": "inv_e", "email_address": "e@example.com", "created_at": 4000, "expires_in_days": 365, "status": "expired"}
]})";

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_list_queries)

BOOST_AUTO_TEST_CASE(a_query_is_decoded_as_a_form)
{
    struct Row
    {
        std::string query;
        std::string letters;
    };

    std::vector<Row> const rows{
        {"", "eDca"},
        {"&&", "eDca"},
        {"query", "eDca"},
        {"query=", "eDca"},
        {"query=a%2Bx%40example.com", "a"},
        {"query=a%2bx%40example.com", "a"},
        {"query=a+x%40example.com", ""}, // a bare plus is a space
        {"query=a%20x%40example.com", ""},
        {"query=b%2540%40example.com&status=revoked", "b"}, // decoded once
        {"query=b%40%40example.com&status=revoked", ""},
        {"query=%zz", ""},
        {"query=c%40example.com=d", ""}, // the value begins after the first `=`
        {"%71uery=c%40example.com", "c"},
        {"Query=c%40example.com", "eDca"},
        {"query=INV_C", ""}, // an id is exact, an address is not
        {"query=inv_c", "c"},
        {"query=d%40EXAMPLE", "D"},
        {"order_by=%2Bcreated_at", "acDe"},
        {"order_by=email_address", "acDe"},
        {"order_by=-expires_at", "eacD"},
        {"limit=1", "e"},
        {"limit=500", "eDca"},
        {"limit=0002", "eD"},
        {"limit=2&offset=1", "Dc"},
        {"offset=9223372036854775807", ""},
        {"paginated=false", "eDca"},
    };
    FakeBackend backend;
    backend.seed(people);
    BlockingClient client{backend};
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.query)
        {
            auto const answer = list(client, row.query);
            BOOST_TEST(answer.status == 200);
            BOOST_TEST(letters(answer) == row.letters);
        }
}

BOOST_AUTO_TEST_CASE(a_repeated_parameter_is_refused)
{
    FakeBackend backend;
    backend.seed(people);
    BlockingClient client{backend};
    for (auto const* const query : {"status=accepted&status=revoked", "limit=1&limit=1", "query=c%40&%71uery=d%40"})
    {
        auto const answer = list(client, query);
        BOOST_TEST(answer.status == 422);
        BOOST_TEST(answer.code() == "form_param_duplicate");
    }
}

BOOST_AUTO_TEST_CASE(out_of_range_values_are_reported_by_code_and_name)
{
    struct Row
    {
        std::string query;
        std::string code;
        std::string param;
    };

    std::vector<Row> const rows{
        {"status=", "form_param_value_invalid", "status"},
        {"status=Pending", "form_param_value_invalid", "status"},
        {"status=pending%00", "form_param_value_invalid", "status"},
        {"status=pending%2Caccepted", "form_param_value_invalid", "status"},
        {"order_by=", "form_param_value_invalid", "order_by"},
        {"order_by=-", "form_param_value_invalid", "order_by"},
        {"order_by=%2B-created_at", "form_param_value_invalid", "order_by"},
        {"order_by=id", "form_param_value_invalid", "order_by"},
        {"limit=", "form_param_type_invalid", "limit"},
        {"limit=%2B1", "form_param_type_invalid", "limit"},
        {"limit=+1", "form_param_type_invalid", "limit"},
        {"limit=1.0", "form_param_type_invalid", "limit"},
        {"limit=1x", "form_param_type_invalid", "limit"},
        {"limit=0", "form_param_value_invalid", "limit"},
        {"limit=-1", "form_param_value_invalid", "limit"},
        {"limit=501", "form_param_value_too_large", "limit"},
        {"limit=99999999999999999999", "form_param_value_too_large", "limit"},
        {"limit=-99999999999999999999", "form_param_value_invalid", "limit"},
        {"offset=", "form_param_type_invalid", "offset"},
        {"offset=-1", "form_param_value_invalid", "offset"},
        {"offset=9223372036854775808", "form_param_value_too_large", "offset"},
        {"paginated=1", "form_param_type_invalid", "paginated"},
        {"paginated=", "form_param_type_invalid", "paginated"},
    };
    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.query)
        {
            auto const answer = list(client, row.query);
            BOOST_TEST(answer.status == 422);
            BOOST_TEST(answer.code() == row.code);
            BOOST_TEST(answer.json().at("errors").at(0).at("meta").at("param_name").as_string() == row.param);
        }
}

BOOST_AUTO_TEST_CASE(all_errors_are_reported_at_once)
{
    FakeBackend backend;
    BlockingClient client{backend};
    BOOST_TEST(list(client, "limit=0&offset=-1&status=lost").json().at("errors").as_array().size() == 3u);
}

BOOST_AUTO_TEST_CASE(path_ids_are_percent_decoded_and_plus_is_literal)
{
    FakeBackend backend;
    backend.seed(
        R"({"invitations": [{"id": "a+b c/d", "email_address": "a@x.com"}, {"id": "a b", "email_address": "b@x.com"}]})");
    BlockingClient client{backend};
    auto const revoke = [&client](std::string const& id) {
        HttpRequest request;
        request.target = "/v1/invitations/" + id + "/revoke";
        request.content_type.reset();
        return client.request(request).status;
    };
    BOOST_TEST(revoke("a+b%20c/d") == 404);
    BOOST_TEST(revoke("a+b") == 404);
    BOOST_TEST(revoke("a+b%20c%2Fd") == 200);
    BOOST_TEST(revoke("a%20b") == 200);
}

BOOST_AUTO_TEST_SUITE_END()
