// A client in a program with several threads: options, threads and the order of shutdown.
//
// CLERK_SECRET_KEY holds the key. The program ends after two invitations, or by SIGINT or SIGTERM.
#include <clerk/clerk.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

clerk::ClientOptions options_of_the_service()
{
    auto options = clerk::ClientOptions::from_environment();
    options.user_agent_suffix = "acme-backend/1.4";
    options.pool.max_connections = 8; // the maximum of simultaneous requests
    options.pool.max_waiting = 500;   // more calls fail immediately, instead of waiting without a chance
    options.timeouts.total = 10s;     // less than the patience of the callers
    return options;
}

// A coroutine for each unit of work. The handle is a parameter by value: it keeps the pool open as long as the work needs it.
asio::awaitable<void> work(clerk::Invitations invitations, std::string address)
{
    auto const result = co_await invitations.create(address);
    std::cout << (result ? "invited" : result.error().message()) + "\n";
}

void run()
{
    asio::io_context context;
    clerk::Client const client{context, options_of_the_service()}; // one for the whole process

    asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([client](boost::system::error_code interrupted, int) {
        // The service has stopped to accept work. Running calls have five seconds; new ones end with `closed`.
        if (!interrupted) client.shutdown(5s, asio::detached);
    });

    // A strand serialises the handlers of one component. The library itself needs none.
    auto const strand = asio::make_strand(context);
    auto const left = std::make_shared<int>(2);
    for (auto const* address : {"erin@example.com", "frank@example.com"})
        asio::co_spawn(strand, work(client.invitations(), address),
                       asio::bind_executor(strand, [left, &signals](std::exception_ptr thrown) {
                           if (--*left == 0) signals.cancel(); // nothing else to do: the context runs out of work
                           if (thrown) std::rethrow_exception(thrown);
                       }));

    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back([&context] { context.run(); });
}

} // namespace

int main()
{
    try
    {
        run();
    }
    catch (std::exception const& error)
    {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
