#pragma once

#include <cstddef>
#include <string>

namespace clerk::test {

/// How often a text stands in this process's writable memory: heap, stacks and data, freed blocks included.
///
/// @param backwards  the text from its end to its start, so that asking does not put it there
[[nodiscard]] std::size_t count_in_own_memory(std::string const& backwards);

} // namespace clerk::test
