// This library, as its users call it: `--form awaitable` or `--form callback`.
#include "support/load.hpp"
#include "support/open_loop.hpp"
#include "support/params.hpp"
#include "support/phases.hpp"

#include <clerk/clerk.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using bench::Load;

bool success(clerk::Result<clerk::Invitation> const& result)
{
    if (!result) std::cerr << result.error() << '\n';
    return result && result->public_metadata.size() == 2;
}

asio::awaitable<void> create(clerk::Invitations invitations, Load& load, Load::TimePoint begun)
{
    auto const params = bench::make_params();
    auto const result = co_await invitations.create(params);
    load.ended(begun, success(result));
}

asio::awaitable<void> create_until_stopped(clerk::Invitations invitations, Load& load)
{
    while (auto const begun = load.next())
    {
        auto const params = bench::make_params();
        auto const result = co_await invitations.create(params);
        load.ended(*begun, success(result));
    }
}

/// Calls one after the other by callbacks, or a single one.
struct Caller
{
    clerk::Invitations const* invitations;
    Load* load;
    bool again;
    Load::TimePoint begun;

    void begin() { invitations->create(bench::make_params(), *this); }

    void operator()(clerk::Result<clerk::Invitation> result)
    {
        load->ended(begun, success(result));
        if (!again) return;
        auto const next = load->next();
        if (!next) return;
        begun = *next;
        begin();
    }
};

void spawn_calls(asio::io_context& context, clerk::Invitations const& invitations, Load& load, bench::Options const& options)
{
    bool const callback = options.form == "callback";
    if (options.rate > 0)
    {
        auto begin = [&context, &invitations, &load, callback](Load::TimePoint intended) {
            if (callback) return Caller{&invitations, &load, false, intended}.begin();
            asio::co_spawn(context, create(invitations, load, intended), asio::detached);
        };
        asio::co_spawn(context, bench::begin_at_rate(load, begin), asio::detached);
        return;
    }
    for (long i = 0; i < options.concurrency; ++i)
    {
        if (callback)
            Caller{&invitations, &load, true, Load::Clock::now()}.begin();
        else
            asio::co_spawn(context, create_until_stopped(invitations, load), asio::detached);
    }
}

asio::awaitable<void> open(clerk::Client client, std::size_t connections)
{
    auto const result = co_await client.warm_up(connections);
    if (!result) std::cerr << result.error() << '\n';
}

clerk::ClientOptions client_options(bench::Options const& options, std::shared_ptr<bench::Phases> const& phases)
{
    clerk::ClientOptions result;
    result.secret_key = "sk_test_fake_backend_key";
    result.api_url = options.url;
    result.tls.ca_file = options.ca_file;
    result.tls.session_resumption = options.resumption;
    // Under callgrind, 64 handshakes take longer than the defaults, and those that time out would be counted, too.
    result.timeouts.connect = std::chrono::minutes{1};
    result.timeouts.total = std::chrono::minutes{2};
    result.observer = phases;
    result.pool.max_connections = static_cast<std::size_t>(options.connections);
    result.pool.max_waiting = std::max<std::size_t>(65'536, static_cast<std::size_t>(options.concurrency));
    return result;
}

/// The cost of the parameters alone.
void build_params(Load& load)
{
    while (auto const begun = load.next())
    {
        auto const params = bench::make_params();
        load.ended(*begun, params.public_metadata.size() == 2);
    }
}

void run(bench::Options const& options, Load& load)
{
    asio::io_context context{options.threads > 1 ? BOOST_ASIO_CONCURRENCY_HINT_DEFAULT : 1};
    auto const phases = options.phases ? std::make_shared<bench::Phases>(options.warm_up) : nullptr;
    clerk::Client const client{context.get_executor(), client_options(options, phases)};
    auto const invitations = client.invitations();
    if (options.warm_up > 0)
    {
        asio::co_spawn(context, open(client, static_cast<std::size_t>(options.connections)), asio::detached);
        context.run();
        context.restart();
    }
    spawn_calls(context, invitations, load, options);
    std::vector<std::jthread> threads;
    for (long i = 1; i < options.threads; ++i) threads.emplace_back([&context] { context.run(); });
    context.run();
    threads.clear();
    load.print();
    if (phases) phases->print();
}

} // namespace

int main(int argc, char** argv)
try
{
    auto const options = bench::parse_options(argc, argv);
    Load load{options};
    if (!options.control) return run(options, load), EXIT_SUCCESS;
    build_params(load);
    load.print();
}
catch (std::exception const& error)
{
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
