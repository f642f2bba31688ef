#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace clerk::detail {

// Host names, field names and addresses are compared without regard to the case of ASCII letters, in any locale.

[[nodiscard]] constexpr char to_lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline std::string to_lower(std::string_view text)
{
    std::string lower{text};
    for (char& c : lower) c = to_lower(c);
    return lower;
}

[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept
{
    return std::ranges::equal(a, b, [](char x, char y) { return to_lower(x) == to_lower(y); });
}

/// Whether a method or a field name may hold this character (RFC 9110, 5.6.2).
[[nodiscard]] constexpr bool is_token_character(char c) noexcept
{
    return c > 0x20 && c < 0x7f && !std::string_view{"\"(),/:;<=>?@[\\]{}"}.contains(c);
}

/// Whether this is a space or a tab, the only whitespace of HTTP's fields (RFC 9110, 5.6.3).
[[nodiscard]] constexpr bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t';
}

} // namespace clerk::detail
