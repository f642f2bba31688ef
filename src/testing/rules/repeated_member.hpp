#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clerk::testing::detail {

/// The members that an object has more than once: the object that is the whole text, or those of an array that is. A parsed value
/// keeps only the last of them.
///
/// @param text  valid JSON
[[nodiscard]] std::vector<std::string> repeated_members(std::string_view text);

} // namespace clerk::testing::detail
