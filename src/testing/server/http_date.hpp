#pragma once

#include <clerk/invitation.hpp>

#include <string>

namespace clerk::testing::detail {

/// Returns the HTTP-date (RFC 9110, 5.6.7) of a time: `Sun, 06 Nov 1994 08:49:37 GMT`.
[[nodiscard]] std::string to_http_date(Timestamp moment);

} // namespace clerk::testing::detail
