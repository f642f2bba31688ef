// The call in a coroutine of Boost.Cobalt, with Cobalt's own completion token.
//
// CLERK_SECRET_KEY holds the key.
#include <clerk/clerk.hpp>

#include <boost/cobalt/main.hpp>
#include <boost/cobalt/op.hpp>
#include <boost/cobalt/this_coro.hpp>

#include <iostream>

namespace cobalt = boost::cobalt;

cobalt::main co_main(int, char**)
{
    clerk::Client client{co_await cobalt::this_coro::executor, clerk::ClientOptions::from_environment()};
    auto invitations = client.invitations();
    clerk::CreateInvitationParams const params{"cobalt@example.com"};
    clerk::Result<clerk::Invitation> const result = co_await invitations.create(params, cobalt::use_op);
    if (!result)
    {
        std::cerr << result.error() << '\n';
        co_return 1;
    }
    std::cout << result->email_address << ' ' << result->status << '\n';
    co_return 0;
}
