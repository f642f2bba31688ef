#pragma once

#include <string_view>

namespace clerk::tool {

/// The text of --help.
extern std::string_view const usage;

} // namespace clerk::tool
