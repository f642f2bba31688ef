#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/use_future.hpp>

#include <future>

using namespace clerk::test;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::InvitationStatus;
using clerk::Phase;
using clerk::testing::FakeBackend;

// All operations except create.
BOOST_AUTO_TEST_SUITE(operations)

namespace {

std::vector<clerk::CreateInvitationParams> people(int count)
{
    std::vector<clerk::CreateInvitationParams> all;
    for (int i = 0; i < count; ++i) all.emplace_back("p" + std::to_string(i) + "@example.com");
    return all;
}

template <class T>
clerk::ClerkError const& refused(clerk::Result<T> const& result, std::string const& why)
{
    BOOST_TEST_REQUIRE(!result.has_value());
    auto const& error = result.error();
    BOOST_TEST(error.kind == ErrorKind::invalid_argument);
    BOOST_TEST(error.delivery == Delivery::not_sent);
    BOOST_TEST(error.phase == Phase::validate);
    BOOST_TEST(error.attempts == 0);
    BOOST_TEST(error.message().find(why) != std::string::npos, error.message());
    return error;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_bulk_creates_all_in_order)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto params = people(10);
    params[3].public_metadata = {{"team", {{"id", 7}}}};
    auto const result = run(rig.context, rig.invitations.create_bulk(params));
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST_REQUIRE(result->size() == 10U);
    for (std::size_t i = 0; i < 10; ++i) BOOST_TEST((*result)[i].email_address == params[i].email_address);
    BOOST_TEST((*result)[3].public_metadata == params[3].public_metadata);
    auto const requests = backend.requests();
    BOOST_TEST_REQUIRE(requests.size() == 1U);
    BOOST_TEST(requests[0].method == "POST");
    BOOST_TEST(requests[0].target == "/v1/invitations/bulk");
    BOOST_TEST(requests[0].header("Content-Type").value() == "application/json");
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_bulk_with_an_invited_address_creates_nothing)
{
    FakeBackend backend;
    backend.add_invitation("p1@example.com");
    Rig rig{backend.client_options()};
    auto const result = run(rig.context, rig.invitations.create_bulk(people(3)));
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().kind == ErrorKind::api);
    BOOST_TEST(result.error().delivery == Delivery::rejected);
    BOOST_TEST(result.error().has_code("duplicate_record"));
    BOOST_TEST_REQUIRE(result.error().errors.size() == 1U);
    BOOST_TEST(result.error().errors[0].meta.at("email_addresses").as_array().at(0).as_string() == "p1@example.com");
    BOOST_TEST(result.error().message().find("p1@") == std::string::npos);
    BOOST_TEST(result.error().message().find("POST /v1/invitations/bulk") != std::string::npos, result.error().message());
    BOOST_TEST(backend.invitations().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_invalid_bulk_is_not_sent)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    refused(run(rig.context, rig.invitations.create_bulk({})), "params: 0 invitations");
    refused(run(rig.context, rig.invitations.create_bulk(people(11))), "params: 11 invitations");
    auto params = people(5);
    params[4].email_address = "nobody";
    refused(run(rig.context, rig.invitations.create_bulk(params)), "params[4].email_address");
    BOOST_TEST(backend.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(a_list_reports_all_invitations)
{
    FakeBackend backend;
    for (auto const& person : people(3)) backend.add_invitation(person.email_address);
    Rig rig{backend.client_options()};
    auto const result = run(rig.context, rig.invitations.list());
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->data.size() == 3U);
    BOOST_TEST(result->total_count == 3);
    BOOST_TEST(result->total_known);
    BOOST_TEST(backend.requests()[0].method == "GET");
    BOOST_TEST(backend.requests()[0].target == "/v1/invitations?paginated=true");
    BOOST_TEST(!backend.requests()[0].header("Content-Length").has_value());
    BOOST_TEST(!backend.requests()[0].header("Content-Type").has_value());
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_list_sends_only_set_parameters)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    clerk::ListInvitationsParams params;
    params.status = InvitationStatus::pending;
    params.query = "a+b@example.com";
    params.order_by = "+created_at";
    params.limit = 1;
    params.offset = 0;
    BOOST_TEST(run(rig.context, rig.invitations.list(params)).has_value());
    BOOST_TEST(backend.requests()[0].target ==
               "/v1/invitations?paginated=true&status=pending&query=a%2Bb%40example.com&order_by=%2Bcreated_at&limit=1&offset=0");
}

BOOST_AUTO_TEST_CASE(an_invalid_list_is_not_sent)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    clerk::ListInvitationsParams params;
    for (int limit : {0, -1, 501})
    {
        params.limit = limit;
        refused(run(rig.context, rig.invitations.list(params)), "limit: " + std::to_string(limit));
    }
    params.limit.reset();
    params.offset = -1;
    refused(run(rig.context, rig.invitations.list(params)), "offset: -1");
    params.offset.reset();
    params.query = "a\r\nX-Evil: 1";
    refused(run(rig.context, rig.invitations.list(params)), "query: contains a control character");
    BOOST_TEST(backend.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(a_bare_array_is_a_page)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(answer(200, "", "[" + invitation_json("inv_1") + "]"))}}};
    Rig rig{peer.client_options()};
    clerk::ListInvitationsParams params;
    params.offset = 20;
    auto const result = run(rig.context, rig.invitations.list(params));
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->data.size() == 1U);
    BOOST_TEST(result->total_count == 21);
    BOOST_TEST(!result->total_known);
}

BOOST_AUTO_TEST_CASE(a_revoked_invitation_is_revoked_once)
{
    FakeBackend backend;
    auto const id = backend.add_invitation("a@example.com").id;
    Rig rig{backend.client_options()};
    auto const result = run(rig.context, rig.invitations.revoke(id));
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->id == id);
    BOOST_TEST(result->revoked);
    BOOST_TEST(result->status == InvitationStatus::revoked);
    auto const request = backend.requests()[0];
    BOOST_TEST(request.method == "POST");
    BOOST_TEST(request.target == "/v1/invitations/" + id + "/revoke");
    BOOST_TEST(request.header("Content-Length").value() == "0");
    BOOST_TEST(!request.header("Content-Type").has_value());
    BOOST_TEST(run(rig.context, rig.invitations.revoke(id)).error().has_code("invitation_already_revoked"));
    BOOST_TEST(run(rig.context, rig.invitations.revoke("inv_unknown")).error().status == 404);
}

BOOST_AUTO_TEST_CASE(an_id_cannot_change_the_path)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    refused(run(rig.context, rig.invitations.revoke("")), "id: is empty");
    refused(run(rig.context, rig.invitations.revoke(".")), "id: is a dot segment");
    refused(run(rig.context, rig.invitations.revoke("..")), "id: is a dot segment");
    BOOST_TEST(backend.connections() == 0U);
    BOOST_TEST(run(rig.context, rig.invitations.revoke("../users?x=1#\r\nX: y")).error().status == 404);
    BOOST_TEST(backend.requests()[0].target == "/v1/invitations/..%2Fusers%3Fx%3D1%23%0D%0AX%3A%20y/revoke");
}

BOOST_AUTO_TEST_CASE(each_takes_any_completion_token)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto bulk = rig.invitations.create_bulk(people(1), boost::asio::use_future);
    run_out(rig.context);
    auto const created = bulk.get();
    BOOST_TEST_REQUIRE(created.has_value());
    auto page = rig.invitations.list({}, clerk::RequestOptions{}, boost::asio::use_future);
    run_out(rig.context);
    BOOST_TEST(page.get()->total_count == 1);
    std::optional<clerk::Result<clerk::Invitation>> revoked;
    rig.invitations.revoke(created->front().id, [&](clerk::Result<clerk::Invitation> result) { revoked = std::move(result); });
    run_out(rig.context);
    BOOST_TEST_REQUIRE(revoked.has_value());
    BOOST_TEST(revoked->has_value());
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
