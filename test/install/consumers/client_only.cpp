// Uses only the constructor of Client.
#include <clerk/client.hpp>

int main()
{
    try
    {
        clerk::Client const client{boost::asio::any_io_executor{}, clerk::ClientOptions{}};
    }
    catch (std::invalid_argument const&)
    {
        return 0;
    }
    return 1;
}
