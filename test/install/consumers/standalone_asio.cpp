// Standalone Asio and Boost.Asio in one program, in separate files, because from Boost 1.92 on no file can include both.
#include <clerk/clerk.hpp>
#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/io_context.hpp>

bool standalone_timer_expires();

int main()
{
    clerk::testing::FakeBackend const backend;
    boost::asio::io_context context;
    clerk::Client const client{context.get_executor(), backend.client_options()};
    bool created = false;
    client.invitations().create("both@example.com",
                                [&created](clerk::Result<clerk::Invitation> const& result) { created = result.has_value(); });
    context.run();
    return standalone_timer_expires() && created ? 0 : 1;
}
