#include "common/address_match.hpp"

#include "portable/ascii.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace clerk::detail {

namespace {

std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool is_plain(std::string_view text) noexcept
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Returns the small letter of a character. All letters of these scripts have two bytes in UTF-8.
unsigned lower_of(unsigned code) noexcept
{
    bool const latin_1 = code >= 0xC0 && code <= 0xDE && code != 0xD7;
    bool const greek = code >= 0x391 && code <= 0x3A9;
    bool const cyrillic = code >= 0x410 && code <= 0x42F;
    if (latin_1 || greek || cyrillic) return code + 0x20;
    if (code >= 0x400 && code <= 0x40F) return code + 0x50;
    bool const even_is_capital = (code >= 0x100 && code <= 0x137) || (code >= 0x14A && code <= 0x177);
    bool const odd_is_capital = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
    if (even_is_capital && code % 2 == 0) return code + 1;
    if (odd_is_capital && code % 2 == 1) return code + 1;
    return code;
}

std::string folded(std::string_view text)
{
    auto lower = to_lower(text);
    for (std::size_t i = 0; i + 1 < lower.size(); ++i)
    {
        auto const first = static_cast<unsigned char>(lower[i]), second = static_cast<unsigned char>(lower[i + 1]);
        if ((first & 0xE0U) != 0xC0U || (second & 0xC0U) != 0x80U) continue;
        auto const code = lower_of((first & 0x1FU) << 6U | (second & 0x3FU));
        lower[i] = static_cast<char>(0xC0U | code >> 6U);
        lower[i + 1] = static_cast<char>(0x80U | (code & 0x3FU));
        ++i;
    }
    return lower;
}

bool may_be_converted(std::string_view folded) noexcept
{
    return !is_plain(folded) || folded.find("@xn--") != std::string_view::npos || folded.find(".xn--") != std::string_view::npos;
}

/// Returns whether two local parts or two domains are certainly different.
bool are_different(std::string_view a, std::string_view b) noexcept
{
    return a != b && is_plain(a) && is_plain(b);
}

} // namespace

AddressMatch compare_addresses(std::string_view a, std::string_view b)
{
    auto const one = folded(trimmed(a)), other = folded(trimmed(b));
    if (one == other) return AddressMatch::same;
    if (!may_be_converted(one) && !may_be_converted(other)) return AddressMatch::different;
    // A domain has an ASCII form, a local part does not.
    auto const local_of = [](std::string_view address) { return address.substr(0, address.rfind('@')); };
    return are_different(local_of(one), local_of(other)) ? AddressMatch::different : AddressMatch::unclear;
}

bool has_one_form(std::string_view address)
{
    return trimmed(address) == address && !may_be_converted(to_lower(address));
}

} // namespace clerk::detail
