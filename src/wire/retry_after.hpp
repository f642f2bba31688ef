#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace clerk::detail {

/// Parses a `Retry-After` field (RFC 9110, 10.2.3): seconds, or an HTTP-date, as the time from now.
///
/// Fractions are rounded up, overflows saturate, a past date is zero. Returns nothing for other texts and negative numbers.
/// @param now the time to subtract from a date: the `Date` of the response if it has one
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view field,
                                                                    std::chrono::sys_seconds now) noexcept;

/// The maximum delay. Longer ones are reduced to it.
inline constexpr std::chrono::seconds longest_retry_after = std::chrono::hours{24 * 365};

} // namespace clerk::detail
