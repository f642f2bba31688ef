// One call to the stand-in backend. Built several times, each with other macros or flags of a user.
#include <clerk/clerk.hpp>
#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

int main()
{
    clerk::testing::FakeBackend const backend;
    boost::asio::io_context context;
    clerk::Client const client{context.get_executor(), backend.client_options()};
    bool created = false;
    client.invitations().create("consumer@example.com", [&created](clerk::Result<clerk::Invitation> const& result) {
        created = result.has_value();
        if (!result) std::cerr << result.error() << '\n';
    });
    context.run();
    return created ? 0 : 1;
}
