#pragma once

#include <chrono>

#include <time.h>

namespace clerk::detail {

/// Returns how long the system has been suspended since its start, which `std::chrono::steady_clock` does not count on Linux.
/// Zero on other systems.
[[nodiscard]] inline std::chrono::nanoseconds time_asleep() noexcept
{
#ifdef CLOCK_BOOTTIME
    timespec with{}, without{};
    if (::clock_gettime(CLOCK_MONOTONIC, &without) != 0 || ::clock_gettime(CLOCK_BOOTTIME, &with) != 0) return {};
    return std::chrono::seconds{with.tv_sec - without.tv_sec} + std::chrono::nanoseconds{with.tv_nsec - without.tv_nsec};
#else
    return {};
#endif
}

} // namespace clerk::detail
