#include "common/text.hpp"

#include "common/swar.hpp"

#include <algorithm>

namespace clerk::detail {

namespace {

constexpr bool within(unsigned char byte, unsigned char low, unsigned char high) noexcept
{
    return byte >= low && byte <= high;
}

constexpr bool is_control(char c) noexcept
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

} // namespace

std::size_t utf8_sequence(std::string_view text) noexcept
{
    auto const at = [text](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : '\0'); };
    auto const tail = [&at](std::size_t i) { return within(at(i), 0x80, 0xbf); };
    if (text.empty()) return 0;
    unsigned char const lead = at(0);
    if (lead < 0x80) return 1;
    if (lead < 0xc2) return 0;
    if (lead < 0xe0) return tail(1) ? 2 : 0;
    // The second byte tells overlong forms, surrogates and values above U+10FFFF.
    if (lead < 0xf0)
    {
        unsigned char const low = lead == 0xe0 ? 0xa0 : 0x80;
        unsigned char const high = lead == 0xed ? 0x9f : 0xbf;
        return within(at(1), low, high) && tail(2) ? 3 : 0;
    }
    if (lead > 0xf4) return 0;
    unsigned char const low = lead == 0xf0 ? 0x90 : 0x80;
    unsigned char const high = lead == 0xf4 ? 0x8f : 0xbf;
    return within(at(1), low, high) && tail(2) && tail(3) ? 4 : 0;
}

bool is_utf8(std::string_view text) noexcept
{
    while (!text.empty())
    {
        if (text.size() >= 8 && (swar::load(text.data()) & swar::tops) == 0)
        {
            text.remove_prefix(8);
            continue;
        }
        std::size_t const length = utf8_sequence(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

bool holds_control(std::string_view text) noexcept
{
    for (; text.size() >= 8; text.remove_prefix(8))
    {
        std::uint64_t const word = swar::load(text.data());
        if ((swar::below(word, 0x20) | swar::equal(word, 0x7f)) != 0) return true;
    }
    return std::ranges::any_of(text, is_control);
}

std::string_view text_fault(std::string_view text) noexcept
{
    if (holds_control(text)) return "contains a control character";
    if (!is_utf8(text)) return "is not valid UTF-8";
    return {};
}

std::string refusal(std::string_view name, std::string_view fault)
{
    std::string text;
    text.reserve(name.size() + 2 + fault.size());
    return text.append(name).append(": ").append(fault);
}

} // namespace clerk::detail
