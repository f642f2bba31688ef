// All operations except a single create: bulk creates, many people, lists, revoking, other endpoints, several keys.
//
// CLERK_SECRET_KEY holds the key.
#include <clerk/clerk.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;

std::vector<clerk::CreateInvitationParams> people(std::string const& team, int count)
{
    std::vector<clerk::CreateInvitationParams> all;
    for (int i = 0; i < count; ++i) all.emplace_back(team + std::to_string(i) + "@example.com");
    return all;
}

asio::awaitable<void> invite_a_team(clerk::Invitations invitations)
{
    std::vector<clerk::CreateInvitationParams> const team = people("blue", 5); // 1 to 10, all of them or none
    auto const invited = co_await invitations.create_bulk(team);
    if (invited) std::cout << "bulk: " << invited->size() << '\n';
}

asio::awaitable<void> invite_everybody(clerk::Invitations invitations)
{
    clerk::InviteManyOptions options;
    options.on_result = [](std::size_t index, clerk::Result<clerk::Invitation> const& result) {
        if (!result) std::cout << "number " << index << ": " << result.error() << '\n';
    };
    options.on_progress = [](clerk::InviteManyProgress const& progress) {
        std::clog << progress.invited << " of " << progress.total << '\n';
    };
    auto const results = co_await invitations.invite_many(people("green", 35), options);
    std::cout << "many: " << results.size() << '\n';
}

asio::awaitable<void> revoke_the_last_pending(clerk::Invitations invitations)
{
    clerk::ListInvitationsParams params;
    params.status = clerk::InvitationStatus::pending;
    params.limit = 20; // a page
    int seen = 0;
    clerk::Invitation last;
    auto const count = [&](clerk::Invitation&& invitation) {
        last = std::move(invitation);
        ++seen;
    };
    auto const listed = co_await invitations.pages(params).for_each(count);
    if (!listed) throw std::runtime_error{listed.error().message()};
    auto const revoked = co_await invitations.revoke(last.id);
    if (revoked) std::cout << "listed: " << seen << ", revoked: " << revoked->status << '\n';
}

asio::awaitable<void> ask_another_endpoint(clerk::Client client)
{
    clerk::ApiRequest request{"GET", "/v1/invitations"};
    request.query = {{"limit", "1"}, {"status", "revoked"}};
    auto const answer = co_await client.request(request);
    if (answer) std::cout << "request: " << answer->status << ", " << answer->body.as_array().size() << '\n';
}

asio::awaitable<void> as_another_tenant(clerk::Client client, clerk::SecretKey key_of_tenant)
{
    clerk::HandleOptions options;
    options.secret_key = key_of_tenant;
    options.headers = {{"X-Tenant", "blue"}};
    clerk::Invitations const invitations = client.invitations(options); // shares the connections, but not the rate limits
    auto const created = co_await invitations.create("tenant@example.com");
    if (created) std::cout << "tenant: " << created->status << '\n';
}

asio::awaitable<void> everything(clerk::Client client)
{
    auto const invitations = client.invitations();
    co_await invite_a_team(invitations);
    co_await invite_everybody(invitations);
    co_await revoke_the_last_pending(invitations);
    co_await ask_another_endpoint(client);
    co_await as_another_tenant(client, clerk::SecretKey::from_environment());
}

} // namespace

int main()
{
    try
    {
        asio::io_context context;
        clerk::Client const client{context.get_executor(), clerk::ClientOptions::from_environment()};
        asio::co_spawn(context, everything(client), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        context.run();
    }
    catch (std::exception const& error)
    {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
