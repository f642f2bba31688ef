#pragma once

#include <string>
#include <string_view>

namespace invite_csv {

/// Without the blanks around it that people do not see: spaces of all kinds, tabs, zero-width characters, byte order marks.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// Returns the name of the first invisible character, for example `a soft hyphen (U+00AD)`. Empty without one. Spaces and
/// control characters do not count.
[[nodiscard]] std::string invisible_character(std::string_view text);

} // namespace invite_csv
