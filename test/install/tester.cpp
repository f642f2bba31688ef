#include <clerk/clerk.hpp>
#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/io_context.hpp>

int main()
{
    clerk::testing::FakeBackend const backend;
    boost::asio::io_context context;
    clerk::Client const client{context.get_executor(), backend.client_options()};
    return backend.port() == 0 ? 1 : 0;
}
