#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using clerk::InvitationStatus;
using clerk::Timestamp;
using clerk::test::BlockingClient;
using clerk::testing::FakeBackend;
using namespace std::chrono_literals;

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_seed)

BOOST_AUTO_TEST_CASE(an_address_is_enough_for_an_invitation)
{
    FakeBackend backend;
    auto const before = backend.now();
    backend.seed(R"({"invitations": [{"email_address": "a@x.com"}]})");
    auto const invitation = backend.find("a@x.com").value();
    BOOST_TEST(invitation.id.size() == 31u);
    BOOST_TEST(invitation.url.has_value());
    BOOST_TEST(invitation.status == InvitationStatus::pending);
    BOOST_TEST(invitation.public_metadata.empty());
    BOOST_TEST((invitation.created_at >= before && invitation.created_at <= backend.now()));
    BOOST_TEST((invitation.updated_at == invitation.created_at));
    BOOST_TEST((invitation.expires_at == invitation.created_at + 30 * 24h));
}

BOOST_AUTO_TEST_CASE(listed_invitations_can_seed_a_backend)
{
    FakeBackend first;
    BlockingClient client{first};
    BOOST_REQUIRE(client.create(R"({"email_address":"a@x.com","public_metadata":{"k":[1,0.1,null]}})").status == 200);
    clerk::test::HttpRequest request;
    request.method = "GET";
    request.content_type.reset();
    auto const answer = client.request(request).body;

    FakeBackend second;
    second.seed(R"({"invitations": )" + answer + "}");
    BlockingClient other{second};
    BOOST_TEST(other.request(request).body == answer);
}

BOOST_AUTO_TEST_CASE(seeded_statuses_behave_like_real_ones)
{
    FakeBackend backend;
    backend.seed(R"({"users": ["u@x.com"], "invitations": [
        {"email_address": "p@x.com", "status": "pending"},
        {"email_address": "a@x.com", "status": "accepted"},
        {"email_address": "r@x.com", "status": "revoked", "revoked": true},
        {"email_address": "e@x.com", "status": "expired"},
        {"email_address": "soon@x.com", "expires_in_days": 1}]})");
    BOOST_TEST(backend.find("e@x.com")->status == InvitationStatus::expired);
    BOOST_TEST(backend.find("r@x.com")->revoked);
    BlockingClient client{backend};
    auto const create = [&client](std::string const& address) {
        auto const answer = client.create(R"({"email_address":")" + address + "\"}");
        return answer.status == 200 ? std::string{"created"} : answer.code();
    };
    BOOST_TEST(create("u@x.com") == "form_identifier_exists");
    BOOST_TEST(create("a@x.com") == "form_identifier_exists");
    BOOST_TEST(create("p@x.com") == "duplicate_record");
    BOOST_TEST(create("r@x.com") == "created");
    BOOST_TEST(create("e@x.com") == "created");
    BOOST_TEST(create("soon@x.com") == "duplicate_record");
    backend.advance(24h);
    BOOST_TEST(create("soon@x.com") == "created");
}

BOOST_AUTO_TEST_CASE(the_oldest_is_first_in_any_text_order)
{
    FakeBackend backend;
    backend.add_invitation("young@x.com");
    backend.seed(R"({"invitations": [
        {"id": "inv_2", "email_address": "a@x.com", "created_at": 2000, "status": "accepted"},
        {"id": "inv_1", "email_address": "a@x.com", "created_at": 1000, "expires_at": null, "status": "revoked"}]})");
    BOOST_TEST(backend.invitations().at(0).id == "inv_1");
    BOOST_TEST(backend.invitations().at(2).email_address == "young@x.com");
    BOOST_TEST(backend.find("a@x.com")->id == "inv_2");
    BOOST_TEST(!backend.invitations().at(0).expires_at.has_value());
    BOOST_TEST((backend.invitations().at(1).created_at == Timestamp{2s}));
}

BOOST_AUTO_TEST_CASE(an_invalid_seed_is_refused_and_adds_nothing)
{
    struct Row
    {
        std::string invitation;
        std::string what;
    };

    std::vector<Row> const rows{
        {"1", "invitations[1]: must be an object"},
        {"{}", "invitations[1].email_address: must be an e-mail address"},
        {R"({"email_address": "nobody"})", "invitations[1].email_address: must be an e-mail address"},
        {R"({"email_address": 1})", "invitations[1].email_address: must be a non-empty string"},
        {R"({"email_address": "a@x.com", "id": ""})", "invitations[1].id: must be a non-empty string"},
        {R"({"email_address": "a@x.com", "id": "inv_1"})", "invitations[1].id: is taken"},
        {R"({"email_address": "a@x.com", "id": "inv_0"})", "invitations[1].id: is taken"},
        {R"({"email_address": "a@x.com", "status": "lost"})",
         "invitations[1].status: must be pending, accepted, revoked or expired"},
        {R"({"email_address": "a@x.com", "revoked": true})", "invitations[1].revoked: must agree with status"},
        {R"({"email_address": "a@x.com", "object": "user"})", "invitations[1].object: must be \"invitation\""},
        {R"({"email_address": "a@x.com", "public_metadata": null})", "invitations[1].public_metadata: must be an object"},
        {R"({"email_address": "a@x.com", "created_at": -1})",
         "invitations[1].created_at: must be a time in milliseconds since 1970"},
        {R"({"email_address": "a@x.com", "created_at": "today"})",
         "invitations[1].created_at: must be a time in milliseconds since 1970"},
        {R"({"email_address": "a@x.com", "expires_at": 9223372036854775807})",
         "invitations[1].expires_at: must be a time in milliseconds since 1970"},
        {R"({"email_address": "a@x.com", "expires_at": 1})", "invitations[1].status: pending, but expires_at is in the past"},
        {R"({"email_address": "a@x.com", "status": "expired", "expires_at": null})",
         "invitations[1].status: expired, but expires_at is in the future"},
        {R"({"email_address": "a@x.com", "expires_in_days": 366})",
         "invitations[1].expires_in_days: must be a number from 1 to 365"},
        {R"({"email_address": "a@x.com", "expires_in_days": 1, "expires_at": null})",
         "invitations[1].expires_in_days: excludes expires_at"},
        {R"({"email_address": "a@x.com", "emailAddress": "a@x.com"})",
         "invitations[1]: contains an unknown field; known fields are "},
    };
    FakeBackend backend;
    backend.seed(R"({"invitations": [{"id": "inv_0", "email_address": "0@x.com"}]})");
    auto const refused = [&backend](std::string const& seed, std::string const& what) {
        BOOST_CHECK_EXCEPTION(backend.seed(seed), std::invalid_argument, [&what](std::exception const& error) {
            BOOST_TEST(std::string{error.what()}.starts_with(what), error.what());
            return true;
        });
    };
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.invitation)
        {
            refused(R"({"users": ["u@x.com"], "invitations": [{"id": "inv_1", "email_address": "b@x.com"}, )" + row.invitation +
                        "]}",
                    row.what);
        }
    refused("{", "not JSON");
    refused("[]", "must be an object with users, invitations or both");
    refused(R"({"user": []})", "contains a member other than users and invitations");
    refused(R"({"users": {}})", "users: must be an array");
    refused(R"({"users": ["u@x.com", 1]})", "users[1]: must be an e-mail address");
    BOOST_TEST(backend.invitations().size() == 1u);
    BlockingClient client{backend};
    BOOST_TEST(client.create(R"({"email_address":"u@x.com"})").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
