#pragma once

#include "storm/outcomes.hpp"
#include "storm/peer_log.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace clerk::test {

/// The attempts of each request in a storm.
inline constexpr int storm_attempts = 3;

/// Results of a storm: the callers' view compared with the peer's.
struct Verdict
{
    struct Count
    {
        std::size_t calls{0};
        std::size_t values{0};
    };

    std::size_t calls{0};
    std::size_t requests{0}; ///< that the peer has read
    std::array<Count, operation_count> operations{};
    std::array<std::size_t, fault_count> faults{};
    std::map<std::string, std::size_t> outcomes;
    std::size_t duplicates{0};    ///< requests sent though one before may have taken effect, or more often than the attempts
    std::size_t lost{0};          ///< calls that did not end, or not once
    std::size_t wrong_answers{0}; ///< another call's value, or an error that its fault does not explain
    std::size_t wrong_delivery{0};
    std::size_t unknown_requests{0}; ///< requests of no call, or without a secret key that was set
    std::size_t wrong_events{0};     ///< broken promises of `Observer`
    std::chrono::steady_clock::duration worst_overshoot{};
    std::chrono::steady_clock::duration worst_timer_lateness{};
    std::vector<std::string> complaints; ///< the first few, for the reader
};

[[nodiscard]] Verdict judge(Outcomes::Contents const& outcomes, PeerLog::Contents const& log);

/// Adds the results of another storm.
void add(Verdict& sum, Verdict const& other);

[[nodiscard]] bool is_good(Verdict const& verdict) noexcept;

void print(std::ostream& out, Verdict const& verdict);

} // namespace clerk::test
