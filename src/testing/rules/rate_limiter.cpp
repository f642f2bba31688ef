#include "testing/rules/rate_limiter.hpp"

#include <algorithm>

namespace clerk::testing::detail {

using namespace std::chrono_literals;

RateLimiter::RateLimiter(std::string_view secret_key)
{
    set(Endpoint::create, 100, 1h);
    set(Endpoint::create_bulk, 25, 1h);
    set(Endpoint::others, secret_key.starts_with("sk_live_") ? 1000 : 100, 10s);
}

void RateLimiter::set(Endpoint endpoint, std::size_t count, std::chrono::milliseconds window_length)
{
    window(endpoint) = {count, window_length, 0, std::nullopt};
}

void RateLimiter::remove(Endpoint endpoint)
{
    window(endpoint) = {};
}

std::optional<std::chrono::seconds> RateLimiter::count(Endpoint endpoint, Timestamp now)
{
    Window& current = window(endpoint);
    if (current.length == 0ms) return std::nullopt;
    if (!current.end || now >= *current.end)
    {
        current.end = now + current.length;
        current.used = 0;
    }
    if (current.used < current.allowed)
    {
        ++current.used;
        return std::nullopt;
    }
    return std::max(1s, std::chrono::ceil<std::chrono::seconds>(*current.end - now));
}

} // namespace clerk::testing::detail
