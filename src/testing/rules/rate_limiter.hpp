#pragma once

#include <clerk/invitation.hpp>
#include <clerk/testing/endpoint.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace clerk::testing::detail {

/// Counts requests in windows that begin with the first request after the last one ended. Time is an argument.
class RateLimiter
{
public:
    /// Creates a limiter with Clerk's limits for a key of this kind.
    explicit RateLimiter(std::string_view secret_key);

    void set(Endpoint endpoint, std::size_t count, std::chrono::milliseconds window);
    void remove(Endpoint endpoint);

    /// Counts a request. If it exceeds the limit, returns the seconds until the window ends, at least one.
    [[nodiscard]] std::optional<std::chrono::seconds> count(Endpoint endpoint, Timestamp now);

private:
    struct Window
    {
        std::size_t allowed{0};
        std::chrono::milliseconds length{0}; ///< 0 = no limit
        std::size_t used{0};
        std::optional<Timestamp> end;
    };

    [[nodiscard]] Window& window(Endpoint endpoint) { return windows_[static_cast<std::size_t>(endpoint)]; }

    std::array<Window, 3> windows_;
};

} // namespace clerk::testing::detail
