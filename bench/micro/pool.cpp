#include "policy/pool.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>

namespace {

using clerk::detail::PoolState;

class Entry : public PoolState::Entry
{};

/// Taking the connection used last out of 64 and giving it back.
void acquire_and_release(benchmark::State& state)
{
    clerk::PoolOptions options;
    options.max_connections = 64;
    PoolState pool{options};
    std::array<Entry, 64> entries;
    auto const now = std::chrono::steady_clock::now();
    for (auto& entry : entries)
    {
        pool.opening(entry);
        pool.opened(entry, now);
        pool.keep(entry, now, {});
    }
    for (auto _ : state)
    {
        auto const taken = pool.take_idle(now);
        benchmark::DoNotOptimize(pool.age(*taken.entry, now));
        pool.keep(*taken.entry, now, {});
    }
}

BENCHMARK(acquire_and_release);

/// A call that finds no connection waits, and is handed the next one.
void wait_and_hand_over(benchmark::State& state)
{
    PoolState pool{clerk::PoolOptions{}};
    std::array<PoolState::Waiter, 64> waiters;
    for (auto& waiter : waiters) pool.wait(waiter);
    for (auto _ : state)
    {
        auto* const next = pool.next_waiter();
        benchmark::DoNotOptimize(next);
        pool.wait(*next);
    }
    while (pool.next_waiter() != nullptr)
    {}
}

BENCHMARK(wait_and_hand_over);

} // namespace
