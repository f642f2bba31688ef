#include "storm/storm.hpp"

#include "storm/caller.hpp"
#include "storm/misbehaviour.hpp"
#include "storm/received_request.hpp"
#include "support/event_checker.hpp"
#include "support/scripted_peer.hpp"

#include <clerk/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <thread>
#include <vector>

namespace clerk::test {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

ClientOptions stormy(ScriptedPeer const& peer, StormPlan const& plan)
{
    auto options = peer.client_options();
    options.secret_key = SecretKey{storm_secret_key(0)};
    options.pool.max_connections = plan.connections;
    options.pool.idle_timeout = 20ms;
    options.pool.max_lifetime = 2s;
    options.retry.max_attempts = storm_attempts;
    options.retry.base_delay = 2ms;
    options.retry.max_delay = 10ms;
    options.timeouts.connect = 100ms;
    options.timeouts.response = 80ms;
    options.timeouts.total = 300ms;
    return options;
}

asio::awaitable<void> shut_down_at(Client client, Clock::time_point when)
{
    asio::steady_timer timer{co_await asio::this_coro::executor, when};
    co_await timer.async_wait(asio::use_awaitable);
    co_await client.shutdown(10ms);
}

void rethrow(std::exception_ptr failure)
{
    if (failure) std::rethrow_exception(failure);
}

/// @returns whether the context ran out of work and the client is idle
bool run_callers(ScriptedPeer const& peer, Outcomes& outcomes, StormPlan const& plan, std::shared_ptr<Observer> observer)
{
    asio::io_context context{plan.threads};
    auto options = stormy(peer, plan);
    options.observer = std::move(observer);
    Client const client{context.get_executor(), options};
    auto const begin = Clock::now();
    auto const until = begin + plan.length;
    for (int i = 0; i < plan.callers; ++i)
    {
        CallerPlan const caller{"s" + std::to_string(plan.seed) + "c" + std::to_string(i),
                                plan.seed * 64 + static_cast<unsigned>(i), until, options};
        asio::co_spawn(context, run_caller(client, outcomes, caller), rethrow);
    }
    asio::co_spawn(context, rotate_keys(client, until), rethrow);
    asio::co_spawn(context, measure_timer_lateness(outcomes, plan.seed, until), rethrow);
    if (plan.ending == Ending::shut_down) asio::co_spawn(context, shut_down_at(client, begin + plan.length / 2), rethrow);
    std::vector<std::thread> runners;
    for (int i = 0; i < plan.threads; ++i) runners.emplace_back([&] { context.run_for(plan.length + 60s); });
    if (plan.ending == Ending::closed)
    {
        std::this_thread::sleep_until(begin + plan.length / 2);
        client.close();
    }
    for (auto& runner : runners) runner.join();
    auto const stats = client.stats();
    bool const quiet =
        stats.connections_leased == 0 && stats.calls_waiting == 0 && stats.connections_open == stats.connections_idle;
    return context.stopped() && quiet && (plan.ending == Ending::quiet || stats.connections_open == 0);
}

} // namespace

StormReport run_storm(StormPlan const& plan)
{
    PeerLog log;
    Outcomes outcomes;
    StormReport report;
    auto const checker = std::make_shared<EventChecker>();
    {
        ScriptedPeer const peer{{misbehaviour(log, plan.seed)}};
        report.quiet = run_callers(peer, outcomes, plan, plan.seed % 2 == 0 ? nullptr : checker);
    }
    report.verdict = judge(outcomes.contents(), log.contents());
    for (auto const& violation : checker->finish())
    {
        ++report.verdict.wrong_events;
        report.verdict.complaints.push_back(violation);
    }
    return report;
}

} // namespace clerk::test
