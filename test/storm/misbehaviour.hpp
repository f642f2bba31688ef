#pragma once

#include "storm/peer_log.hpp"
#include "support/peer_steps.hpp"

namespace clerk::test {

/// Returns a script for all connections. Each has its own random probabilities of faults, derived from the seed.
[[nodiscard]] Script misbehaviour(PeerLog& log, unsigned seed);

} // namespace clerk::test
