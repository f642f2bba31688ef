#pragma once

#include <string_view>

namespace clerk::detail {

/// Returns the value of an environment variable without surrounding whitespace and quotes, which some tools leave in it. Empty if
/// it is not set.
[[nodiscard]] std::string_view environment_value(char const* name);

} // namespace clerk::detail
