#include "storm/caller.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <random>
#include <utility>

namespace clerk::test {

namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

/// When, and in which of Asio's three ways, a call is to be cancelled.
struct Cancellation
{
    std::chrono::microseconds after;
    asio::cancellation_type type;
};

asio::awaitable<Result<Invitation>> create_cancelled(Invitations invitations, std::string address, RequestOptions options,
                                                     Cancellation cancellation)
{
    auto const signal = std::make_shared<asio::cancellation_signal>();
    asio::steady_timer timer{co_await asio::this_coro::executor, cancellation.after};
    timer.async_wait([signal, type = cancellation.type](boost::system::error_code ec) {
        if (!ec) signal->emit(type);
    });
    auto token = asio::bind_cancellation_slot(signal->slot(), asio::use_awaitable);
    auto result = co_await invitations.create(address, options, std::move(token));
    timer.cancel();
    co_return result;
}

} // namespace

asio::awaitable<void> keep_calling(Client client, Outcomes& outcomes, CallerPlan plan)
{
    std::mt19937 random{plan.seed};
    auto const invitations = client.invitations();
    bool closed = false;
    for (int number = 0; Clock::now() < plan.until && !closed; ++number)
    {
        std::string const address = plan.name + "-" + std::to_string(number) + "@example.com";
        RequestOptions options;
        if (random() % 3 == 0) options.timeout = std::chrono::milliseconds{1 + random() % 60};
        outcomes.begun(address);
        auto const begun = Clock::now();
        Result<Invitation> result;
        if (random() % 3 == 0)
        {
            Cancellation const cancellation{std::chrono::microseconds{random() % 20'000},
                                            static_cast<asio::cancellation_type>(1U << (random() % 3))};
            asio::any_io_executor const strand = asio::make_strand(co_await asio::this_coro::executor);
            auto call = create_cancelled(invitations, address, options, cancellation);
            result = co_await asio::co_spawn(strand, std::move(call), asio::use_awaitable);
        }
        else
            result = co_await invitations.create(address, options);
        closed = !result && result.error().kind == ErrorKind::closed;
        auto const limit = options.timeout.count() == 0 ? plan.total : options.timeout;
        outcomes.ended(address, std::move(result), Clock::now() - begun - limit);
    }
}

} // namespace clerk::test
