// The README's snippets on errors, options and time.
//
// CLERK_SECRET_KEY holds the key.
#include <clerk/clerk.hpp>
#include <clerk/log_observer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace asio = boost::asio;

asio::awaitable<void> invite(clerk::Invitations invitations, std::string address)
{
    clerk::Result<clerk::Invitation> const result = co_await invitations.create(address);
    if (result)
    {
        std::cout << "invited: " << result->id << '\n';
        co_return;
    }
    clerk::ClerkError const& error = result.error();
    std::cerr << error << '\n';
    switch (error.advice())
    {
    case clerk::Advice::retry:
    case clerk::Advice::retry_later: // after error.retry_after
        std::cout << "nothing was invited: call again\n";
        break;
    case clerk::Advice::fix_request:
        std::cout << (error.has_code("duplicate_record") ? "invited before\n" : "wrong parameters\n");
        break;
    case clerk::Advice::look_first:
        std::cout << "it may have been invited: check with list before you call again\n";
        break;
    case clerk::Advice::give_up:
        std::cout << "calling again is pointless\n";
        break;
    }
}

asio::awaitable<clerk::Result<clerk::Invitation>> invite_at_once_or_not_at_all(clerk::Invitations invitations)
{
    using namespace std::chrono_literals;
    clerk::RequestOptions options;
    options.timeout = 3s;
    options.max_attempts = 1;
    options.rate_limit = clerk::RateLimitMode::fail_fast;
    co_return co_await invitations.create("urgent@example.com", options);
}

asio::awaitable<void> warm_up_and_shut_down(clerk::Client client)
{
    using namespace std::chrono_literals;
    clerk::Result<std::size_t> const open = co_await client.warm_up(4); // connections, before the first call needs one
    // …
    co_await client.shutdown(5s); // new calls end as `closed`; those under way have five seconds
    std::cout << "connections: " << *open << '\n';
}

clerk::ClientOptions configured()
{
    using namespace std::chrono_literals;
    auto options = clerk::ClientOptions::from_environment(); // CLERK_SECRET_KEY, CLERK_API_URL, https_proxy, no_proxy
    options.user_agent_suffix = "acme-backend/1.4";
    options.pool.max_connections = 4;
    options.timeouts.total = 10s;
    options.retry.max_attempts = 2;
    options.retry.recover_unknown = true; // look for lost creates
    options.rate_limit.mode = clerk::RateLimitMode::fail_fast;
    options.observer = std::make_shared<clerk::LogObserver>(
        [](clerk::LogLevel level, std::string_view line) { std::clog << to_string(level) << ' ' << line << '\n'; });
    return options;
}

template <class Awaitable>
auto run(asio::io_context& context, Awaitable awaitable)
{
    auto future = asio::co_spawn(context, std::move(awaitable), asio::use_future);
    context.run();
    context.restart();
    return future.get();
}

} // namespace

int main()
{
    asio::io_context context;
    clerk::Client const client{context.get_executor(), configured()};
    run(context, invite(client.invitations(), "errors@example.com"));
    run(context, invite(client.invitations(), "errors@example.com"));
    run(context, invite(client.invitations(), "nobody"));
    auto const urgent = run(context, invite_at_once_or_not_at_all(client.invitations()));
    std::cout << "urgent: " << (urgent ? "invited" : urgent.error().message()) << '\n';
    run(context, warm_up_and_shut_down(client));
}
