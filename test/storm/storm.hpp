#pragma once

#include "storm/verdict.hpp"

#include <chrono>

namespace clerk::test {

/// How the client of a storm ends.
enum class Ending
{
    quiet,    ///< after all calls
    closed,   ///< by `close` from a foreign thread, amid calls
    shut_down ///< by `shutdown` from a coroutine, amid calls
};

struct StormPlan
{
    int threads{4};
    std::size_t connections{16};
    int callers{64};
    std::chrono::steady_clock::duration length{};
    unsigned seed{1};
    Ending ending{Ending::quiet};
};

struct StormReport
{
    Verdict verdict;
    /// The context ran out of work, and nothing was leased, waiting or being opened.
    bool quiet{false};
};

/// Coroutines on the threads of one context call a peer that misbehaves at random.
[[nodiscard]] StormReport run_storm(StormPlan const& plan);

} // namespace clerk::test
