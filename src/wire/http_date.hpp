#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace clerk::detail {

/// Parses an HTTP-date (RFC 9110, 5.6.7): IMF-fixdate, and the two obsolete forms that a recipient must accept.
///
/// @param now  determines the century of the obsolete form with a two-digit year: at most 50 years in the future
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                                      std::chrono::sys_seconds now) noexcept;

} // namespace clerk::detail
