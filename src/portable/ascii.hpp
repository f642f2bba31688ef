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

[[nodiscard]] constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

inline constexpr unsigned not_a_digit{16};

/// Returns the value of a hexadecimal digit, or `not_a_digit`.
[[nodiscard]] constexpr unsigned hex_digit(char c) noexcept
{
    if (is_digit(c)) return static_cast<unsigned>(c - '0');
    auto const lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a') + 10 : not_a_digit;
}

/// Returns whether a method or field name may contain this character (RFC 9110, 5.6.2).
[[nodiscard]] constexpr bool is_token_character(char c) noexcept
{
    return c > 0x20 && c < 0x7f && !std::string_view{"\"(),/:;<=>?@[\\]{}"}.contains(c);
}

[[nodiscard]] constexpr bool is_visible_ascii(char c) noexcept
{
    return c > 0x20 && c < 0x7f;
}

/// Returns whether this is a space or a tab, the whitespace of HTTP fields (RFC 9110, 5.6.3).
[[nodiscard]] constexpr bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t';
}

/// Returns the text without spaces and tabs at both ends.
[[nodiscard]] constexpr std::string_view without_blanks_around(std::string_view text) noexcept
{
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

} // namespace clerk::detail
