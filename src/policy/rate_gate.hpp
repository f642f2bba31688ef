#pragma once

#include <clerk/detail/prepared_call.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <unordered_map>

namespace clerk::detail {

/// The endpoints that returned 429, and when they may be called again. Not thread-safe.
class RateGate
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Blocks the endpoint until this time; never shortens a block. Without memory, the endpoint stays open.
    void block(RateLimitKey key, TimePoint now, TimePoint until) noexcept;

    /// Returns how long the endpoint is still blocked. Zero: it is open.
    [[nodiscard]] std::chrono::nanoseconds remaining(RateLimitKey key, TimePoint now) const noexcept;

    /// Maximum number of blocked endpoints that are not of the client's instance. Beyond it, the block that ends first is
    /// forgotten.
    static constexpr std::size_t max_others = 4096;

private:
    /// Keys of the library's operations are below this.
    static constexpr std::size_t operation_keys = 8;

    // Initially the epoch, which is in the past.
    std::array<TimePoint, operation_keys> until_{};
    std::unordered_map<RateLimitKey, TimePoint> others_;
};

} // namespace clerk::detail
