#pragma once

#include "storm/outcomes.hpp"
#include "storm/peer_log.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace clerk::test {

/// What a storm has shown: the callers' side held against the peer's.
struct Verdict
{
    std::size_t calls{0};
    std::size_t requests{0}; ///< that the peer has read
    std::map<std::string, std::size_t> outcomes;
    std::size_t duplicates{0};    ///< requests sent though one before may have taken effect
    std::size_t lost{0};          ///< calls that did not end, or not once
    std::size_t wrong_answers{0}; ///< another call's invitation, or an error that its fault does not explain
    std::size_t wrong_delivery{0};
    std::chrono::steady_clock::duration worst_overshoot{};
    std::vector<std::string> complaints; ///< the first few, for the reader
};

[[nodiscard]] Verdict judge(std::map<std::string, Outcome> const& outcomes, PeerLog::Contents const& log);

/// The sum of two storms.
void add(Verdict& sum, Verdict const& other);

void print(std::ostream& out, Verdict const& verdict, std::array<std::size_t, fault_count> const& faults);

} // namespace clerk::test
