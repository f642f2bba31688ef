#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace clerk::detail {

/// Reads an HTTP-date (RFC 9110, 5.6.7): IMF-fixdate, and the two obsolete forms a recipient must accept.
///
/// @param now  decides the century of the obsolete form with two digits of a year: the last one that is at most 50 years ahead
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                                      std::chrono::sys_seconds now) noexcept;

} // namespace clerk::detail
