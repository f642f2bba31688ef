#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace clerk::detail {

/// What a `Retry-After` field asks for (RFC 9110, 10.2.3): seconds, or the time from now to an HTTP-date.
///
/// Digits that overflow saturate; a date that has passed is zero; what is neither a number nor a date, or is negative, counts as
/// absent.
/// @param now  the moment to count a date from: the answer's own `Date` where it had one
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view field,
                                                                    std::chrono::sys_seconds now) noexcept;

/// The longest wait a `Retry-After` can ask for: whatever exceeds it counts as this.
inline constexpr std::chrono::seconds longest_retry_after = std::chrono::hours{24 * 365};

} // namespace clerk::detail
