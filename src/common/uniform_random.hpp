#pragma once

#include <functional>
#include <random>

namespace clerk::detail {

/// A generator of numbers in [0, 1) for jitter, seeded by the system. Not thread-safe.
[[nodiscard]] inline std::function<double()> uniform_random()
{
    return [generator = std::minstd_rand{std::random_device{}()}]() mutable {
        return std::uniform_real_distribution<double>{0.0, 1.0}(generator);
    };
}

} // namespace clerk::detail
