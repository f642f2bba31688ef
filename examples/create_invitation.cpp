// Clerk's own usage example: creates an invitation with nested metadata and prints its id and status.
//
// CLERK_SECRET_KEY holds the key.
#include <clerk/clerk.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

boost::asio::awaitable<void> invite(clerk::Client client)
{
    auto invitations = client.invitations();

    clerk::CreateInvitationParams params{"invite@example.com"};
    params.redirect_url = "https://www.example.com/my-sign-up";
    params.public_metadata = {{"example", "metadata"}, {"example_nested", {{"nested", "metadata"}}}};

    std::expected<clerk::Invitation, clerk::ClerkError> result = co_await invitations.create(params);
    if (result)
        std::cout << result->id << ' ' << result->status << '\n';
    else
        std::cerr << result.error() << '\n';
}

int main()
try
{
    boost::asio::io_context context;
    clerk::Client client{context, clerk::ClientOptions::from_environment()};
    boost::asio::co_spawn(context, invite(client), boost::asio::detached);
    context.run(); // returns when the work is done: an idle client keeps no context alive
}
catch (std::exception const& error)
{
    std::cerr << error.what() << '\n'; // for example: CLERK_SECRET_KEY is not set
    return 1;
}
