#pragma once

#include <clerk/detail/prepared_call.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace clerk::detail {

/// Which endpoints answered 429, and until when nobody should ask them again. Not thread-safe.
class RateGate
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Closes the endpoint until then; never shortens a hold.
    void hold(Endpoint endpoint, TimePoint until) noexcept { at(endpoint) = std::max(at(endpoint), until); }

    /// How long the endpoint is still closed; zero where it is open.
    [[nodiscard]] std::chrono::nanoseconds left(Endpoint endpoint, TimePoint now) const noexcept
    {
        return std::max(until_[static_cast<std::size_t>(endpoint)] - now, std::chrono::nanoseconds{0});
    }

private:
    TimePoint& at(Endpoint endpoint) noexcept { return until_[static_cast<std::size_t>(endpoint)]; }

    // The clock's epoch is in the past of every moment it gives.
    std::array<TimePoint, 4> until_{};
};

} // namespace clerk::detail
