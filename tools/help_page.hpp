#pragma once

#include <string_view>

namespace clerk::tool {

/// The page that `--help` prints: the text of help.txt in the folder of the program.
extern std::string_view const help_page;

} // namespace clerk::tool
