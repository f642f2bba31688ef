#define ASIO_STANDALONE
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

bool standalone_timer_expires();

bool standalone_timer_expires()
{
    asio::io_context context;
    asio::steady_timer timer{context, std::chrono::milliseconds{1}};
    bool expired = false;
    timer.async_wait([&expired](std::error_code error) { expired = !error; });
    context.run();
    return expired;
}
