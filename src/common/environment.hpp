#pragma once

#include <string_view>

namespace clerk::detail {

/// The value of an environment variable without blanks and line ends around it and without the quotes that some tools leave in
/// it. Empty if it is not set.
[[nodiscard]] std::string_view environment_value(char const* name);

} // namespace clerk::detail
