#pragma once

#include <chrono>

#include <time.h>

namespace clerk::detail {

/// How long the system has been suspended since it was started: what `std::chrono::steady_clock` leaves out on Linux. Zero where
/// the system does not say.
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
