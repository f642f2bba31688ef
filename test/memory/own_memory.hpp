#pragma once

#include <cstddef>
#include <string>

namespace clerk::test {

/// Returns how often a text occurs in the writable memory of this process: heap, including freed blocks, stacks and data.
///
/// @param backwards  the text in reverse order, so that the argument is not found
[[nodiscard]] std::size_t count_in_own_memory(std::string const& backwards);

} // namespace clerk::test
