#include "policy/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace clerk::detail {

namespace {

using Nanoseconds = std::chrono::duration<double, std::nano>;

constexpr std::chrono::minutes longest_rate_limit_pause{5};

std::chrono::nanoseconds whole(double nanoseconds) noexcept
{
    return std::chrono::nanoseconds{static_cast<std::chrono::nanoseconds::rep>(nanoseconds)};
}

} // namespace

std::chrono::nanoseconds backoff(RetryOptions const& options, int attempt, double sample) noexcept
{
    // A double cannot overflow here. Below 24 h, its error is less than a nanosecond.
    double const grown = std::ldexp(Nanoseconds{options.base_delay}.count(), attempt - 1);
    double const ceiling = std::min(grown, Nanoseconds{options.max_delay}.count());
    return whole(ceiling * sample);
}

std::chrono::nanoseconds rate_limit_backoff(std::chrono::milliseconds base_delay, int attempt, double sample) noexcept
{
    double const grown = std::ldexp(10 * Nanoseconds{base_delay}.count(), 2 * (attempt - 1));
    double const ceiling = std::min(grown, Nanoseconds{longest_rate_limit_pause}.count());
    return whole(ceiling * (1 + sample) / 2);
}

} // namespace clerk::detail
