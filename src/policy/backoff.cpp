#include "policy/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace clerk::detail {

std::chrono::nanoseconds backoff(RetryOptions const& options, int attempt, double sample) noexcept
{
    using Nanoseconds = std::chrono::duration<double, std::nano>;
    // Doubles cannot overflow here, and lose less than a nanosecond below 24 h.
    double const grown = std::ldexp(Nanoseconds{options.base_delay}.count(), attempt - 1);
    double const ceiling = std::min(grown, Nanoseconds{options.max_delay}.count());
    return std::chrono::nanoseconds{static_cast<std::chrono::nanoseconds::rep>(ceiling * sample)};
}

} // namespace clerk::detail
