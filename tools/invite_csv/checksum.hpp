#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace invite_csv {

/// FNV-1a: tells a changed file or a torn line from the one that was meant. Guards against mistakes, not against attackers.
[[nodiscard]] constexpr std::uint64_t checksum(std::string_view text) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char const c : text)
    {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3;
    }
    return hash;
}

/// 16 hexadecimal digits.
[[nodiscard]] inline std::string hex(std::uint64_t number)
{
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number >>= 4) *digit = "0123456789abcdef"[number & 15];
    return text;
}

} // namespace invite_csv
