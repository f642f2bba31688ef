#include "api/validate_options.hpp"

#include "api/handle_headers.hpp"
#include "portable/ascii.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace clerk::detail {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds day = 24h;

[[noreturn]] void refuse(std::string_view field, std::string const& why)
{
    throw std::invalid_argument{std::string{field} + ": " + why};
}

template <class Number>
void in_range(std::string_view field, Number value, Number lowest, Number highest)
{
    if (value < lowest || value > highest)
        refuse(field,
               std::to_string(value) + " is out of range (" + std::to_string(lowest) + " to " + std::to_string(highest) + ")");
}

void in_range(std::string_view field, milliseconds value, milliseconds lowest, milliseconds highest)
{
    if (value < lowest || value > highest)
        refuse(field, std::to_string(value.count()) + " ms is out of range (" + std::to_string(lowest.count()) + " to " +
                          std::to_string(highest.count()) + " ms)");
}

void validate(PoolOptions const& pool)
{
    in_range<std::size_t>("pool.max_connections", pool.max_connections, 1, 65'535);
    in_range<std::size_t>("pool.max_waiting", pool.max_waiting, 0, (std::size_t{1} << 31) - 1);
    in_range("pool.idle_timeout", pool.idle_timeout, 1ms, day);
    in_range("pool.max_lifetime", pool.max_lifetime, 1ms, day);
}

void validate(TimeoutOptions const& timeouts)
{
    in_range("timeouts.connect", timeouts.connect, 1ms, day);
    in_range("timeouts.response", timeouts.response, 1ms, day);
    in_range("timeouts.total", timeouts.total, 1ms, day);
}

void validate(RetryOptions const& retry)
{
    in_range("retry.max_attempts", retry.max_attempts, 1, 100);
    in_range("retry.base_delay", retry.base_delay, 0ms, day);
    in_range("retry.max_delay", retry.max_delay, 0ms, day);
}

void validate(LimitOptions const& limits)
{
    in_range<std::size_t>("limits.max_header_bytes", limits.max_header_bytes, 256, 16 * 1024 * 1024);
    in_range<std::size_t>("limits.max_body_bytes", limits.max_body_bytes, 1, 1024 * 1024 * 1024);
    in_range<std::size_t>("limits.max_json_depth", limits.max_json_depth, 2, 1000);
}

} // namespace

void validate(ClientOptions const& options)
{
    if (options.secret_key.absent()) refuse("secret_key", "is missing (CLERK_SECRET_KEY is not set?)");
    if (auto const refusal = refusal_of_api_version(options.api_version); !refusal.empty()) throw std::invalid_argument{refusal};
    if (!std::ranges::all_of(options.user_agent_suffix, [](char c) { return is_visible_ascii(c) || c == ' '; }))
        refuse("user_agent_suffix", "contains a character outside visible ASCII");
    validate(options.pool);
    validate(options.timeouts);
    validate(options.retry);
    in_range("rate_limit.mode", static_cast<int>(options.rate_limit.mode), 0, 1);
    in_range("tls.min_version", static_cast<int>(options.tls.min_version), 0, 1);
    validate(options.limits);
}

} // namespace clerk::detail
