#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::ApiRequest;
using clerk::CreateInvitationParams;
using clerk::ListInvitationsParams;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// The rest of the resource, as users write it in coroutines.
BOOST_AUTO_TEST_SUITE(call_shapes_resource)

namespace {

std::string const long_address = "an-address-that-is-longer-than-any-short-string@example.com";

std::vector<CreateInvitationParams> people(std::string const& group, int count)
{
    std::vector<CreateInvitationParams> all;
    for (int i = 0; i < count; ++i) all.emplace_back(group + std::to_string(i) + long_address);
    return all;
}

asio::awaitable<void> bulks(clerk::Client client)
{
    auto invitations = client.invitations();
    BOOST_TEST((co_await invitations.create_bulk(people("a", 3)))->size() == 3U);
    auto const named = people("b", 2);
    BOOST_TEST((co_await invitations.create_bulk(named, {.timeout = 5s}))->size() == 2U);
    BOOST_TEST((co_await client.invitations().create_bulk(std::vector<CreateInvitationParams>(1, long_address)))->size() == 1U);
}

asio::awaitable<void> lists(clerk::Client client)
{
    auto invitations = client.invitations();
    BOOST_TEST((co_await invitations.create(long_address)).has_value());
    BOOST_TEST((co_await invitations.list())->total_count == 1);
    BOOST_TEST((co_await invitations.list({}, {.timeout = 5s}))->data.at(0).email_address == long_address);
    BOOST_TEST((co_await invitations.list(ListInvitationsParams{}))->total_count == 1);
    ListInvitationsParams params;
    params.query = long_address;
    params.order_by = "-created_at";
    BOOST_TEST((co_await invitations.list(params))->data.size() == 1U);
    BOOST_TEST((co_await invitations.list(std::move(params)))->data.size() == 1U);
    BOOST_TEST((co_await invitations.pages().next())->value().data.size() == 1U);
    BOOST_TEST((co_await client.invitations().all({}, 10))->size() == 1U);
    int pages = 0;
    auto pager = client.invitations().pages();
    while (auto page = (co_await pager.next()).value()) pages += page->data.empty() ? 0 : 1;
    BOOST_TEST(pages == 1);
    std::size_t seen = 0;
    auto const count = [kept = long_address, &seen](clerk::Invitation&& invitation) {
        seen += invitation.email_address == kept ? 1U : 0U;
    };
    BOOST_TEST((co_await client.invitations().pages().for_each(count)).has_value());
    BOOST_TEST((co_await invitations.pages().for_each([&seen](clerk::Invitation&&) { return ++seen < 2; })).has_value());
    BOOST_TEST(seen == 2U);
}

asio::awaitable<void> revokes(clerk::Client client)
{
    auto invitations = client.invitations();
    auto const id = (co_await invitations.create(long_address)).value().id;
    BOOST_TEST((co_await invitations.revoke(id, {.timeout = 5s}))->revoked);
    BOOST_TEST((co_await invitations.revoke("inv_a_literal_that_is_longer_than_a_short_string")).error().status == 404);
    BOOST_TEST((co_await invitations.revoke(std::string{"inv_"} + long_address)).error().status == 404);
    BOOST_TEST((co_await invitations.revoke((co_await invitations.create("2" + long_address)).value().id))->revoked);
}

asio::awaitable<void> many(clerk::Client client)
{
    auto invitations = client.invitations();
    BOOST_TEST((co_await invitations.invite_many(people("a", 12))).size() == 12U);
    clerk::InviteManyOptions options;
    std::string const kept = "text that a callback captures by value, longer than short";
    std::size_t seen = 0;
    options.on_result = [kept, &seen](std::size_t, clerk::Result<clerk::Invitation> const& result) {
        seen += result && !kept.empty() ? 1U : 0U;
    };
    BOOST_TEST((co_await invitations.invite_many(people("b", 12), options)).size() == 12U);
    BOOST_TEST((co_await invitations.invite_many(people("c", 2), std::move(options))).size() == 2U);
    BOOST_TEST(seen == 14U);
    BOOST_TEST((co_await client.invitations().invite_many({}, {})).empty());
}

asio::awaitable<void> requests(clerk::Client client)
{
    BOOST_TEST((co_await client.request(ApiRequest{"GET", "/v1/invitations"}))->status == 200);
    BOOST_TEST((co_await client.request({"GET", "/v1/invitations"}, {.timeout = 5s}))->body.is_array());
    ApiRequest request{"POST", "/v1/invitations"};
    request.body = {{"email_address", long_address}};
    BOOST_TEST((co_await client.request(request))->body.at("email_address").as_string() == long_address);
}

asio::awaitable<void> handles(clerk::Client client)
{
    clerk::HandleOptions options;
    options.headers = {{"X-Tenant", "a value that is longer than any short string may be"}};
    BOOST_TEST((co_await client.invitations(options).create(long_address)).has_value());
    BOOST_TEST((co_await client.invitations(clerk::HandleOptions{}).create("2" + long_address)).has_value());
}

} // namespace

BOOST_AUTO_TEST_CASE(each)
{
    for (auto const shape : {&bulks, &lists, &revokes, &many, &requests, &handles})
    {
        FakeBackend backend;
        Rig rig{backend.client_options()};
        run(rig.context, shape(rig.client));
        check_quiet(rig.client);
    }
}

BOOST_AUTO_TEST_SUITE_END()
