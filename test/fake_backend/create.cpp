#include "support/blocking_client.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <string>

namespace {

using clerk::InvitationStatus;
using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::FakeBackend;
using namespace std::chrono_literals;

std::int64_t milliseconds(clerk::Timestamp moment)
{
    return moment.time_since_epoch().count();
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_create)

BOOST_AUTO_TEST_CASE(a_minimal_create_returns_every_field)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const before = milliseconds(backend.now());
    auto const answer = client.create(R"({"email_address":"invite@example.com"})");
    auto const after = milliseconds(backend.now());

    BOOST_TEST(answer.status == 200);
    auto const body = answer.json().as_object();
    BOOST_TEST(body.at("object").as_string() == "invitation");
    std::string const id = body.at("id").as_string().c_str();
    BOOST_TEST(id.size() == 31u);
    BOOST_TEST(id.starts_with("inv_"));
    BOOST_TEST(std::all_of(id.begin() + 4, id.end(), [](unsigned char c) { return std::isalnum(c) != 0; }));
    BOOST_TEST(body.at("email_address").as_string() == "invite@example.com");
    BOOST_TEST(body.at("public_metadata").as_object().empty());
    BOOST_TEST(body.at("status").as_string() == "pending");
    BOOST_TEST(body.at("revoked").as_bool() == false);
    BOOST_TEST(std::string(body.at("url").as_string()).find("ticket=") != std::string::npos);
    auto const created = body.at("created_at").as_int64();
    BOOST_TEST(created >= before);
    BOOST_TEST(created <= after);
    BOOST_TEST(body.at("updated_at").as_int64() == created);
    BOOST_TEST(body.at("expires_at").as_int64() == created + std::chrono::milliseconds(30 * 24h).count());
}

BOOST_AUTO_TEST_CASE(a_full_create_keeps_the_metadata_and_the_expiry)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const answer = client.create(
        R"({"email_address":"invite@example.com","public_metadata":{"a":{"b":[1,2.5,"ü"]}},"redirect_url":"https://example.com/x",)"
        R"("notify":false,"ignore_existing":true,"expires_in_days":7,"template_slug":"waitlist_invitation"})");
    BOOST_TEST(answer.status == 200);
    auto const body = answer.json().as_object();
    BOOST_TEST(boost::json::serialize(body.at("public_metadata")) == R"({"a":{"b":[1,2.5E0,"ü"]}})");
    BOOST_TEST(body.at("expires_at").as_int64() - body.at("created_at").as_int64() == std::chrono::milliseconds(7 * 24h).count());
    BOOST_TEST(!body.contains("redirect_url"));
}

BOOST_AUTO_TEST_CASE(numbers_of_metadata_are_returned_exactly)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const answer = client.create(R"({"email_address":"n@example.com","public_metadata":{"least":-9223372036854775808,)"
                                      R"("most":18446744073709551615,"third":0.3333333333333333,"tiny":5e-324,)"
                                      R"("huge":1.7976931348623157e308,"hard":9007199254740993.0,"odd":6.0221407623e23}})");
    BOOST_TEST(answer.status == 200);
    auto const metadata = backend.find("n@example.com")->public_metadata;
    BOOST_TEST(metadata.at("least").as_int64() == INT64_MIN);
    BOOST_TEST(metadata.at("most").as_uint64() == UINT64_MAX);
    BOOST_TEST(metadata.at("third").as_double() == 0.3333333333333333);
    BOOST_TEST(metadata.at("tiny").as_double() == 5e-324);
    BOOST_TEST(metadata.at("huge").as_double() == 1.7976931348623157e308);
    BOOST_TEST(metadata.at("hard").as_double() == 9007199254740993.0);
    BOOST_TEST(metadata.at("odd").as_double() == 6.0221407623e23);
}

BOOST_AUTO_TEST_CASE(null_counts_as_unset)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const answer =
        client.create(R"({"email_address":"invite@example.com","notify":null,"ignore_existing":null,"expires_in_days":null})");
    BOOST_TEST(answer.status == 200);
}

BOOST_AUTO_TEST_CASE(json_content_types_with_any_charset_are_accepted)
{
    FakeBackend backend;
    BlockingClient client{backend};
    int number = 0;
    for (auto const* type : {"application/json", "application/json; charset=utf-8", "Application/JSON ;charset=UTF-8"})
        BOOST_TEST_CONTEXT(type)
        {
            HttpRequest request;
            request.content_type = type;
            request.body = R"({"email_address":"i)" + std::to_string(++number) + R"(@example.com"})";
            BOOST_TEST(client.request(request).status == 200);
        }
}

BOOST_AUTO_TEST_CASE(unusual_addresses_are_accepted)
{
    FakeBackend backend;
    BlockingClient client{backend};
    for (auto const* address : {R"(\"quoted local\"@example.com)", "plus+tag@example.com", "ünï@exämple.com",
                                "o'neil@example.co.uk", "user@xn--e1afmkfd.com", "a@b.c"})
        BOOST_TEST_CONTEXT(address)
        {
            BOOST_TEST(client.create(std::string{R"({"email_address":")"} + address + "\"}").status == 200);
        }
}

BOOST_AUTO_TEST_CASE(a_pending_address_is_a_duplicate_in_any_case)
{
    FakeBackend backend;
    BlockingClient client{backend};
    BOOST_TEST(client.create(R"({"email_address":"Invite@Example.com"})").status == 200);
    auto const answer = client.create(R"({"email_address":"invite@eXample.com"})");
    BOOST_TEST(answer.status == 400);
    auto const error = answer.json().at("errors").at(0).as_object();
    BOOST_TEST(error.at("code").as_string() == "duplicate_record");
    BOOST_TEST(error.at("message").as_string() == "duplicate invitation");
    BOOST_TEST(error.at("long_message").as_string() ==
               "There are already pending invitations for the following email addresses: invite@eXample.com");
    BOOST_TEST(boost::json::serialize(error.at("meta")) == R"({"email_addresses":["invite@eXample.com"]})");
    BOOST_TEST(backend.invitations().size() == 1u);
}

BOOST_AUTO_TEST_CASE(ignore_existing_covers_pending_invitations_and_users)
{
    FakeBackend backend;
    backend.add_user("user@example.com");
    backend.add_invitation("invited@example.com");
    BlockingClient client{backend};
    BOOST_TEST(client.create(R"({"email_address":"user@example.com","ignore_existing":true})").status == 200);
    BOOST_TEST(client.create(R"({"email_address":"invited@example.com","ignore_existing":true})").status == 200);
    BOOST_TEST(client.create(R"({"email_address":"invited@example.com","ignore_existing":false})").status == 400);
    BOOST_TEST(backend.invitations().size() == 3u);
}

BOOST_AUTO_TEST_CASE(an_address_of_a_user_is_refused)
{
    FakeBackend backend;
    backend.add_user("User@Example.com");
    BlockingClient client{backend};
    auto const answer = client.create(R"({"email_address":"user@example.com"})");
    BOOST_TEST(answer.status == 422);
    BOOST_TEST(answer.code() == "form_identifier_exists");
    BOOST_TEST(answer.json().at("errors").at(0).at("meta").at("param_name").as_string() == "email_address");
    BOOST_TEST(backend.invitations().empty());
}

BOOST_AUTO_TEST_CASE(an_accepted_invitation_creates_a_user)
{
    FakeBackend backend;
    BlockingClient client{backend};
    BOOST_TEST(!backend.accept("invite@example.com"));
    BOOST_TEST(client.create(R"({"email_address":"invite@example.com"})").status == 200);
    BOOST_TEST(backend.accept("Invite@example.com"));
    BOOST_TEST(backend.find("invite@example.com")->status == InvitationStatus::accepted);
    BOOST_TEST(client.create(R"({"email_address":"invite@example.com"})").code() == "form_identifier_exists");
    BOOST_TEST(!backend.accept("invite@example.com"));
}

BOOST_AUTO_TEST_CASE(an_expired_invitation_frees_the_address)
{
    FakeBackend backend;
    BlockingClient client{backend};
    BOOST_TEST(client.create(R"({"email_address":"invite@example.com","expires_in_days":1})").status == 200);
    backend.advance(24h - 1min);
    BOOST_TEST(backend.find("invite@example.com")->status == InvitationStatus::pending);
    backend.advance(1min);
    BOOST_TEST(backend.find("invite@example.com")->status == InvitationStatus::expired);
    BOOST_TEST(client.create(R"({"email_address":"invite@example.com"})").status == 200);
    BOOST_TEST(backend.find("invite@example.com")->status == InvitationStatus::pending);
    BOOST_TEST(backend.invitations().front().status == InvitationStatus::expired);
}

BOOST_AUTO_TEST_CASE(the_store_matches_the_responses)
{
    FakeBackend backend;
    BlockingClient client{backend};
    auto const body = client.create(R"({"email_address":"invite@example.com","public_metadata":{"a":1}})").json().as_object();
    auto const invitation = backend.find("INVITE@example.com");
    BOOST_REQUIRE(invitation.has_value());
    BOOST_TEST(body.at("id").as_string() == invitation->id);
    BOOST_TEST(body.at("url").as_string() == invitation->url.value());
    BOOST_TEST(body.at("created_at").as_int64() == milliseconds(invitation->created_at));
    BOOST_TEST(body.at("expires_at").as_int64() == milliseconds(invitation->expires_at.value()));
    BOOST_TEST(invitation->public_metadata.at("a").as_int64() == 1);
    BOOST_TEST(!backend.find("nobody@example.com").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
