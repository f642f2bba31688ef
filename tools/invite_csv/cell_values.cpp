#include "cell_values.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace invite_csv {

std::string lower_case(std::string_view text)
{
    std::string lower{text};
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return lower;
}

std::optional<bool> parse_bool(std::string_view text)
{
    auto const word = lower_case(text);
    if (word == "true" || word == "yes" || word == "1") return true;
    if (word == "false" || word == "no" || word == "0") return false;
    return std::nullopt;
}

std::optional<int> number_of(std::string_view text) noexcept
{
    int number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped_at, wrong] = std::from_chars(text.data(), end, number);
    if (wrong != std::errc{} || stopped_at != end) return std::nullopt;
    return number;
}

bool has_control_characters(std::string_view text) noexcept
{
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_utf8(std::string_view text) noexcept
{
    struct Form
    {
        unsigned first_mask, first, least;
        std::size_t more;
    };

    constexpr Form forms[]{{0x80, 0x00, 0, 0}, {0xE0, 0xC0, 0x80, 1}, {0xF0, 0xE0, 0x800, 2}, {0xF8, 0xF0, 0x10000, 3}};
    for (std::size_t at = 0; at < text.size();)
    {
        unsigned const first = static_cast<unsigned char>(text[at++]);
        auto const* const form =
            std::ranges::find_if(forms, [&](Form const& one) { return (first & one.first_mask) == one.first; });
        if (form == std::end(forms) || text.size() - at < form->more) return false;
        unsigned code = first & ~form->first_mask;
        for (auto const end = at + form->more; at < end; ++at)
        {
            unsigned const next = static_cast<unsigned char>(text[at]);
            if ((next & 0xC0) != 0x80) return false;
            code = code << 6 | (next & 0x3F);
        }
        bool const surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (code < form->least || code > 0x10FFFF || surrogate) return false;
    }
    return true;
}

} // namespace invite_csv
