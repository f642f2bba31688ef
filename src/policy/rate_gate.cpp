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
    if (auto const other = others_.find(key); other != others_.end())
    {
        other->second = std::max(other->second, until);
        return;
    }
    std::erase_if(others_, [now](auto const& other) { return other.second <= now; });
    if (others_.size() == max_others)
        others_.erase(std::ranges::min_element(others_, {}, [](auto const& other) { return other.second; }));
    if_memory_allows([&] { others_.emplace(key, until); });
}

std::chrono::nanoseconds RateGate::remaining(RateLimitKey key, TimePoint now) const noexcept
{
    constexpr std::chrono::nanoseconds none{0};
    if (key < until_.size()) return std::max(until_[key] - now, none);
    auto const other = others_.find(key);
    return other == others_.end() ? none : std::max(other->second - now, none);
}

} // namespace clerk::detail
