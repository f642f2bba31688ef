#include "policy/rate_gate.hpp"

#include "common/if_memory_allows.hpp"

#include <algorithm>

namespace clerk::detail {

void RateGate::block(RateLimitKey key, TimePoint now, TimePoint until) noexcept
{
    if (key < until_.size())
    {
        until_[key] = std::max(until_[key], until);
        return;
    }
    std::erase_if(others_, [now](Other const& other) { return other.until <= now; });
    if (auto const held = std::ranges::find(others_, key, &Other::key); held != others_.end())
    {
        held->until = std::max(held->until, until);
        return;
    }
    if (others_.size() == max_others) others_.erase(std::ranges::min_element(others_, {}, &Other::until));
    if_memory_allows([&] { others_.push_back({.key = key, .until = until}); });
}

std::chrono::nanoseconds RateGate::remaining(RateLimitKey key, TimePoint now) const noexcept
{
    constexpr std::chrono::nanoseconds none{0};
    if (key < until_.size()) return std::max(until_[key] - now, none);
    auto const held = std::ranges::find(others_, key, &Other::key);
    return held == others_.end() ? none : std::max(held->until - now, none);
}

} // namespace clerk::detail
