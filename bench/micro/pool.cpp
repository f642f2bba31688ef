#include "policy/pool.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <memory>

namespace {

using clerk::detail::Pool;
using clerk::detail::PooledConnection;

/// Taking the connection used last out of 64 and giving it back.
void acquire_and_release(benchmark::State& state)
{
    clerk::PoolOptions options;
    options.max_connections = 64;
    Pool pool{options};
    auto const now = std::chrono::steady_clock::now();
    for (int i = 0; i < 64; ++i)
    {
        auto const connection = std::make_shared<PooledConnection>();
        pool.start_connect(connection);
        pool.on_connected(*connection, now);
        pool.make_idle(*connection, now);
    }
    for (auto _ : state)
    {
        auto const taken = pool.take_idle(now);
        benchmark::DoNotOptimize(pool.age(*taken.connection, now));
        pool.make_idle(*taken.connection, now);
    }
}

BENCHMARK(acquire_and_release);

/// A call that finds no connection waits, and is handed the next one.
void wait_and_hand_over(benchmark::State& state)
{
    Pool pool{clerk::PoolOptions{}};
    std::array<Pool::Waiter, 64> waiters;
    for (auto& waiter : waiters) pool.enqueue(waiter);
    for (auto _ : state)
    {
        auto* next = pool.pop_waiter(); // newer versions of the library take no constants
        benchmark::DoNotOptimize(next);
        pool.enqueue(*next);
    }
    while (pool.pop_waiter() != nullptr)
    {}
}

BENCHMARK(wait_and_hand_over);

} // namespace
