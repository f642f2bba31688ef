#pragma once

#include <string_view>

namespace clerk::tool {

/// What --help prints.
extern std::string_view const usage;

} // namespace clerk::tool
