// Both Asios in one program: the standalone one, with a timer of its own, and Boost's.
#define ASIO_STANDALONE
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <clerk/clerk.hpp>
#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/io_context.hpp>

int main()
{
    asio::io_context standalone;
    asio::steady_timer timer{standalone, std::chrono::milliseconds{1}};
    bool expired = false;
    timer.async_wait([&expired](std::error_code error) { expired = !error; });
    standalone.run();

    clerk::testing::FakeBackend const backend;
    boost::asio::io_context context;
    clerk::Client const client{context.get_executor(), backend.client_options()};
    bool created = false;
    client.invitations().create("both@example.com",
                                [&created](clerk::Result<clerk::Invitation> const& result) { created = result.has_value(); });
    context.run();
    return expired && created ? 0 : 1;
}
