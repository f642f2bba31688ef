#include "storm/caller.hpp"
#include "storm/misbehaviour.hpp"
#include "storm/verdict.hpp"
#include "support/scripted_peer.hpp"

#include <clerk/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <charconv>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <random>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace clerk::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int threads = 4;
constexpr int coroutines = 64;
constexpr auto total = 300ms;
// A machine that does other things as well may hold a thread up for so long, a library may not.
constexpr auto most_overshoot = 5s;

struct Settings
{
    int seconds{5};
    unsigned seed{std::random_device{}()};
};

/// Whether the client is closed, from a thread of nobody's, while calls run.
enum class Ending
{
    quiet,
    closed_amid
};

clerk::ClientOptions stormy(ScriptedPeer const& peer)
{
    auto options = peer.client_options();
    options.pool.max_connections = 24;
    options.pool.idle_timeout = 20ms;
    options.pool.max_lifetime = 2s;
    options.retry.base_delay = 2ms;
    options.retry.max_delay = 10ms;
    options.timeouts.connect = 100ms;
    options.timeouts.response = 80ms;
    options.timeouts.total = total;
    return options;
}

std::string name_of_caller(int number)
{
    return "c" + std::to_string(number);
}

/// @returns whether the context ran out of work, and the client is as it must be then
bool run_storm(ScriptedPeer const& peer, Outcomes& outcomes, Clock::duration length, unsigned seed, Ending ending)
{
    boost::asio::io_context context{threads};
    clerk::Client client{context.get_executor(), stormy(peer)};
    auto const until = Clock::now() + length;
    for (int i = 0; i < coroutines; ++i)
    {
        CallerPlan const plan{"s" + std::to_string(seed) + name_of_caller(i), seed * 64 + static_cast<unsigned>(i), until, total};
        boost::asio::co_spawn(context, keep_calling(client, outcomes, plan), [](std::exception_ptr failure) {
            if (failure) std::rethrow_exception(failure);
        });
    }
    std::vector<std::thread> runners;
    for (int i = 0; i < threads; ++i) runners.emplace_back([&] { context.run_for(length + 60s); });
    std::thread closer{[&] {
        if (ending == Ending::quiet) return;
        while (Clock::now() < until - length / 2) std::this_thread::yield();
        client.close();
    }};
    for (auto& runner : runners) runner.join();
    closer.join();
    auto const stats = client.stats();
    bool const quiet = stats.leased == 0 && stats.waiting == 0 && stats.open == stats.idle;
    return context.stopped() && quiet && (ending == Ending::quiet || stats.open == 0);
}

int weather(Settings const& settings)
{
    Verdict sum;
    std::array<std::size_t, fault_count> faults{};
    bool quiet = true;
    auto const storm = [&](Clock::duration length, unsigned seed, Ending ending) {
        PeerLog log;
        Outcomes outcomes;
        {
            ScriptedPeer const peer{{misbehaviour(log, seed)}};
            quiet = run_storm(peer, outcomes, length, seed, ending) && quiet;
        }
        auto const seen = log.contents();
        add(sum, judge(outcomes.contents(), seen));
        for (std::size_t i = 0; i < faults.size(); ++i) faults[i] += seen.faults[i];
    };
    auto const end = Clock::now() + std::chrono::seconds{settings.seconds};
    for (unsigned i = 0; i < 5; ++i) storm(100ms, settings.seed + i, Ending::closed_amid);
    // In portions, so that what is remembered for the judgement stays small.
    for (unsigned i = 5; Clock::now() < end; ++i)
        storm(std::min<Clock::duration>(end - Clock::now() + 1ms, 5s), settings.seed + i, Ending::quiet);

    std::cout << "seed: " << settings.seed << '\n';
    print(std::cout, sum, faults);
    if (!quiet) std::cout << "! a context did not run out of work, or a client was not quiet\n";
    bool const good = quiet && sum.duplicates + sum.lost + sum.wrong_answers + sum.wrong_delivery == 0 &&
                      sum.worst_overshoot < most_overshoot && sum.outcomes["success"] > 0;
    std::cout << (good ? "the storm has passed\n" : "the storm did damage\n");
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

template <class Number>
bool parse(std::string_view text, Number& number)
{
    auto const result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc{} && result.ptr == text.data() + text.size();
}

std::optional<Settings> parse_arguments(std::vector<std::string_view> const& arguments)
{
    Settings settings;
    for (std::size_t i = 0; i < arguments.size(); i += 2)
    {
        if (i + 1 == arguments.size()) return std::nullopt;
        bool const good = arguments[i] == "--storm"  ? parse(arguments[i + 1], settings.seconds) && settings.seconds > 0
                          : arguments[i] == "--seed" ? parse(arguments[i + 1], settings.seed)
                                                     : false;
        if (!good) return std::nullopt;
    }
    return settings;
}

} // namespace

/// Many coroutines on a few threads against a peer that does whatever a network may do to them; says what came of it.
int main(int argc, char** argv)
{
    auto const settings = parse_arguments({argv + 1, argv + argc});
    if (!settings)
    {
        std::cerr << "usage: clerk_storm [--storm SECONDS] [--seed NUMBER]\n";
        return EXIT_FAILURE;
    }
    return weather(*settings);
}
