#include <clerk/clerk.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

int main()
{
    boost::asio::io_context context;
    clerk::ClientOptions options;
    options.secret_key = "sk_test_consumer";
    clerk::Client const client{context.get_executor(), options};
    std::cout << clerk::version() << '\n';
}
