#include "storm/storm.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

namespace {

using namespace clerk::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// A busy machine may delay a thread this long. The library may not.
constexpr auto most_overshoot = 5s;
// Short storms limit the memory of the verdict.
constexpr Clock::duration longest_portion = 5s;
constexpr Clock::duration short_portion = 500ms;
constexpr Clock::duration interrupted_portion = 100ms;

struct Settings
{
    long seconds{5};
    std::size_t calls{0}; ///< 0 = as many as there are in the time
    unsigned seed{std::random_device{}()};
};

/// The kinds of storms, in turn: small and large, with all kinds of endings.
StormPlan plan_of(std::size_t number, Clock::duration length, unsigned seed)
{
    StormPlan plan;
    plan.seed = seed + static_cast<unsigned>(number);
    plan.threads = number % 2 == 0 ? 4 : 1;
    plan.connections = number / 2 % 4 == 3 ? 1 : 16;
    plan.callers = plan.connections == 1 ? 8 : 64;
    plan.ending = std::array{Ending::closed, Ending::shut_down, Ending::quiet, Ending::quiet}[number / 2 % 4];
    plan.length = std::min(length, plan.ending != Ending::quiet ? interrupted_portion
                                   : plan.connections == 1      ? short_portion
                                                                : longest_portion);
    return plan;
}

int run(Settings const& settings)
{
    Verdict sum;
    bool quiet = true;
    auto const end = settings.calls > 0 ? Clock::time_point::max() : Clock::now() + std::chrono::seconds{settings.seconds};
    auto const is_over = [&] { return settings.calls > 0 ? sum.calls >= settings.calls : Clock::now() >= end; };
    // Each kind once, if the time is short.
    auto const longest = settings.calls > 0 ? longest_portion : std::chrono::seconds{settings.seconds} / 3;
    for (std::size_t number = 0; !is_over(); ++number)
    {
        auto const report = run_storm(plan_of(number, longest, settings.seed));
        quiet = quiet && report.quiet;
        add(sum, report.verdict);
    }
    std::cout << "seed: " << settings.seed << '\n';
    print(std::cout, sum);
    if (!quiet) std::cout << "! a context did not run out of work, or a client was not idle\n";
    bool const good = quiet && is_good(sum) && sum.worst_overshoot < most_overshoot;
    std::cout << (good ? "the storm has passed\n" : "the storm has failed\n");
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
        auto const& value = arguments[i + 1];
        bool const good = arguments[i] == "--storm"   ? parse(value, settings.seconds) && settings.seconds > 0
                          : arguments[i] == "--calls" ? parse(value, settings.calls) && settings.calls > 0
                          : arguments[i] == "--seed"  ? parse(value, settings.seed)
                                                      : false;
        if (!good) return std::nullopt;
    }
    return settings;
}

} // namespace

/// Many coroutines call a peer with all kinds of network faults. Prints the results and the verdict.
int main(int argc, char** argv)
{
    auto const settings = parse_arguments({argv + 1, argv + argc});
    if (!settings)
    {
        std::cerr << "usage: clerk_storm [--storm SECONDS | --calls NUMBER] [--seed NUMBER]\n";
        return EXIT_FAILURE;
    }
    return run(*settings);
}
