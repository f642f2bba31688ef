#pragma once

#include "storm/peer_log.hpp"
#include "support/peer_steps.hpp"

namespace clerk::test {

/// A script that serves one connection after the other, each by chances of its own drawn from the seed.
[[nodiscard]] Script misbehaviour(PeerLog& log, unsigned seed);

} // namespace clerk::test
