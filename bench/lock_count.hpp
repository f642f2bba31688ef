#pragma once

namespace bench {

struct Locks
{
    long taken{0};
    long contended{0}; ///< another thread held the lock
};

/// Returns the numbers of mutexes locked since the start of the program. Those that a condition variable locks do not count.
[[nodiscard]] Locks locks() noexcept;

} // namespace bench
