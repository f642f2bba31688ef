#pragma once

#include <clerk/invitation.hpp>

#include <string>

namespace clerk::testing::detail {

/// A moment as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
[[nodiscard]] std::string to_http_date(Timestamp moment);

} // namespace clerk::testing::detail
