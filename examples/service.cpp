// A client in a program with several threads: options, an observer, threads, the order of shutdown.
//
// CLERK_SECRET_KEY holds the key. The program ends after two invitations, or by SIGINT or SIGTERM.
#include <clerk/clerk.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
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

// Options for a proxy and a certificate authority of the service.
clerk::ClientOptions options_behind_a_proxy(char const* ca_file)
{
    clerk::ClientOptions options;
    options.secret_key = clerk::SecretKey{"sk_test_an_example"};
    options.proxy = clerk::ProxyUrl{"http://user:password@proxy.example.com:3128"};
    options.tls.ca_file = ca_file;
    options.tls.min_version = clerk::TlsVersion::tls_1_3;
    options.limits.max_body_bytes = 1024 * 1024;
    return options;
}

// Counts calls and writes lines about errors, retries, holds and connections. Its functions run on any thread.
class Watch : public clerk::Observer
{
public:
    void on_call_start(clerk::CallStart const&) noexcept override { ++running; }

    void on_call_end(clerk::CallEnd const& event) noexcept override
    {
        --running;
        if (event.error != nullptr) std::clog << event.operation << " failed: " << *event.error << '\n';
    }

    void on_attempt_end(clerk::AttemptEnd const& event) noexcept override
    {
        if (event.will_retry_in) std::clog << "attempt " << event.attempt << " of call " << event.call_id << " is retried\n";
    }

    void on_hold(clerk::Hold const& event) noexcept override
    {
        std::clog << "held for " << std::chrono::duration<double>{event.duration}.count() << " s\n";
    }

    void on_connection_open(clerk::ConnectionOpen const& event) noexcept override
    {
        std::clog << "connected to " << event.peer_ip << " by " << event.tls_version << '\n';
    }

    void on_connection_close(clerk::ConnectionClose const& event) noexcept override
    {
        if (event.reason != clerk::CloseReason::client) std::clog << "closed: " << to_string(event.reason) << '\n';
    }

    std::atomic<int> running{0};
};

void print_counters(clerk::Client const& client)
{
    clerk::ClientStats const stats = client.stats();
    std::clog << stats.connections_created << " connections, " << stats.attempts << " requests, " << stats.retries << " retries, "
              << stats.connections_closed.by_peer << " connections closed by the server\n";
}

// A coroutine for each unit of work. The handle is a parameter by value: it keeps the pool open as long as the work needs it.
asio::awaitable<void> work(clerk::Invitations invitations, std::string address)
{
    auto const result = co_await invitations.create(address);
    std::cout << (result ? "invited" : result.error().message()) + "\n";
}

void run(clerk::ClientOptions const& options)
{
    asio::io_context context;
    clerk::Client const client{context, options}; // one for the whole process

    asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([client](boost::system::error_code interrupted, int) {
        // The service accepts no more work. Running calls have five seconds; new ones end with `closed`.
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
    threads.clear(); // joins them
    print_counters(client);
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        auto options = argc > 1 ? options_behind_a_proxy(argv[1]) : options_of_the_service();
        options.observer = std::make_shared<Watch>();
        run(options);
    }
    catch (std::exception const& error)
    {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
