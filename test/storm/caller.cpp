#include "storm/caller.hpp"

#include "storm/calls.hpp"
#include "storm/received_request.hpp"

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
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Random = std::mt19937;

/// The time and type of a cancellation.
struct Cancellation
{
    std::chrono::microseconds after;
    asio::cancellation_type type;
};

/// Makes the call in a coroutine that accepts all types of cancellation.
asio::awaitable<bool> make_cancellable(Client client, Outcomes& outcomes, Call call)
{
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    co_return co_await make_call(std::move(client), outcomes, std::move(call));
}

/// On the strand that it is spawned on.
asio::awaitable<bool> make_cancelled(Client client, Outcomes& outcomes, Call call, Cancellation cancellation)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const signal = std::make_shared<asio::cancellation_signal>();
    asio::steady_timer timer{executor, cancellation.after};
    timer.async_wait([signal, type = cancellation.type](boost::system::error_code ec) {
        if (!ec) signal->emit(type);
    });
    auto running = make_cancellable(std::move(client), outcomes, std::move(call));
    auto const open =
        co_await asio::co_spawn(executor, std::move(running), asio::bind_cancellation_slot(signal->slot(), asio::use_awaitable));
    timer.cancel();
    co_return open;
}

Operation draw_operation(Random& random)
{
    // Creates are the most important operation.
    if (random() % 3 == 0) return Operation::create;
    return static_cast<Operation>(random() % operation_count);
}

Call draw_call(Random& random, std::string key, std::chrono::milliseconds total)
{
    Call call;
    call.operation = draw_operation(random);
    call.key = std::move(key);
    call.own_deadline = random() % 3 == 0 || call.operation == Operation::invite_many;
    call.deadline = call.own_deadline ? std::chrono::milliseconds{1 + random() % 60} : total;
    call.items = 1 + static_cast<int>(random() % 25);
    return call;
}

asio::awaitable<bool> make_one(Client client, Outcomes& outcomes, Call call, Random& random)
{
    if (random() % 3 != 0) co_return co_await make_call(std::move(client), outcomes, std::move(call));
    Cancellation const cancellation{std::chrono::microseconds{random() % 20'000},
                                    static_cast<asio::cancellation_type>(1U << (random() % 3))};
    asio::any_io_executor const strand = asio::make_strand(co_await asio::this_coro::executor);
    auto cancelled = make_cancelled(std::move(client), outcomes, std::move(call), cancellation);
    co_return co_await asio::co_spawn(strand, std::move(cancelled), asio::use_awaitable);
}

/// Ends a client of this caller in a random way: shutdown, close or destruction.
asio::awaitable<void> end_client(Client client, Random& random)
{
    switch (random() % 3)
    {
    case 0:
        co_await client.shutdown(std::chrono::milliseconds{random() % 5});
        break;
    case 1:
        client.close();
        break;
    default:
        break;
    }
}

} // namespace

asio::awaitable<void> run_caller(Client client, Outcomes& outcomes, CallerPlan plan)
{
    Random random{plan.seed};
    auto const executor = co_await asio::this_coro::executor;
    bool open = true;
    for (int number = 0; Clock::now() < plan.until && open; ++number)
    {
        auto call = draw_call(random, plan.name + "-" + std::to_string(number), plan.options.timeouts.total);
        if (random() % 200 != 0)
        {
            open = co_await make_one(client, outcomes, std::move(call), random);
            continue;
        }
        Client const own{executor, plan.options};
        co_await make_one(own, outcomes, std::move(call), random);
        co_await end_client(own, random);
    }
}

asio::awaitable<void> rotate_keys(Client client, Clock::time_point until)
{
    asio::steady_timer timer{co_await asio::this_coro::executor};
    for (unsigned number = 0; Clock::now() < until; ++number)
    {
        client.set_secret_key(SecretKey{storm_secret_key(number)});
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> measure_timer_lateness(Outcomes& outcomes, unsigned seed, Clock::time_point until)
{
    Random random{seed};
    asio::steady_timer timer{co_await asio::this_coro::executor};
    while (Clock::now() < until)
    {
        auto const when = Clock::now() + std::chrono::milliseconds{1 + random() % 60};
        timer.expires_at(when);
        co_await timer.async_wait(asio::use_awaitable);
        outcomes.timer_lateness(Clock::now() - when);
    }
}

} // namespace clerk::test
