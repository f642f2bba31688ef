#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clerk::testing::detail {

/// Returns the names of members that occur more than once in the outermost object, or in an object of the outermost array. A
/// parsed value keeps only the last of them.
///
/// @param text  valid JSON
[[nodiscard]] std::vector<std::string> repeated_members(std::string_view text);

} // namespace clerk::testing::detail
