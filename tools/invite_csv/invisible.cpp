#include "invisible.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace invite_csv {

namespace {

struct Invisible
{
    std::string_view utf8;
    char const* name;
    bool blank; ///< removed around cells
};

constexpr std::array characters{Invisible{"\u00A0", "a no-break space (U+00A0)", true},
                                Invisible{"\u00AD", "a soft hyphen (U+00AD)", false},
                                Invisible{"\u034F", "a combining grapheme joiner (U+034F)", false},
                                Invisible{"\u061C", "an Arabic letter mark (U+061C)", false},
                                Invisible{"\u1680", "an ogham space (U+1680)", true},
                                Invisible{"\u180E", "a Mongolian vowel separator (U+180E)", true},
                                Invisible{"\u2000", "an en quad (U+2000)", true},
                                Invisible{"\u2001", "an em quad (U+2001)", true},
                                Invisible{"\u2002", "an en space (U+2002)", true},
                                Invisible{"\u2003", "an em space (U+2003)", true},
                                Invisible{"\u2004", "a three-per-em space (U+2004)", true},
                                Invisible{"\u2005", "a four-per-em space (U+2005)", true},
                                Invisible{"\u2006", "a six-per-em space (U+2006)", true},
                                Invisible{"\u2007", "a figure space (U+2007)", true},
                                Invisible{"\u2008", "a punctuation space (U+2008)", true},
                                Invisible{"\u2009", "a thin space (U+2009)", true},
                                Invisible{"\u200A", "a hair space (U+200A)", true},
                                Invisible{"\u200B", "a zero-width space (U+200B)", true},
                                Invisible{"\u200C", "a zero-width non-joiner (U+200C)", true},
                                Invisible{"\u200D", "a zero-width joiner (U+200D)", true},
                                Invisible{"\u200E", "a left-to-right mark (U+200E)", true},
                                Invisible{"\u200F", "a right-to-left mark (U+200F)", true},
                                Invisible{"\u2028", "a line separator (U+2028)", true},
                                Invisible{"\u2029", "a paragraph separator (U+2029)", true},
                                Invisible{"\u202A", "a left-to-right embedding (U+202A)", true},
                                Invisible{"\u202B", "a right-to-left embedding (U+202B)", true},
                                Invisible{"\u202C", "a pop directional formatting (U+202C)", true},
                                Invisible{"\u202D", "a left-to-right override (U+202D)", true},
                                Invisible{"\u202E", "a right-to-left override (U+202E)", true},
                                Invisible{"\u202F", "a narrow no-break space (U+202F)", true},
                                Invisible{"\u205F", "a mathematical space (U+205F)", true},
                                Invisible{"\u2060", "a word joiner (U+2060)", true},
                                Invisible{"\u2061", "a function application (U+2061)", false},
                                Invisible{"\u2062", "an invisible times (U+2062)", false},
                                Invisible{"\u2063", "an invisible separator (U+2063)", false},
                                Invisible{"\u2064", "an invisible plus (U+2064)", false},
                                Invisible{"\u2066", "a left-to-right isolate (U+2066)", true},
                                Invisible{"\u2067", "a right-to-left isolate (U+2067)", true},
                                Invisible{"\u2068", "a first strong isolate (U+2068)", true},
                                Invisible{"\u2069", "a pop directional isolate (U+2069)", true},
                                Invisible{"\u3000", "an ideographic space (U+3000)", true},
                                Invisible{"\uFE0F", "a variation selector (U+FE0F)", false},
                                Invisible{"\uFEFF", "a byte order mark (U+FEFF)", true}};

constexpr std::string_view plain_blanks = " \t\r\n\v\f";

/// Bytes of the blank that the text begins or ends with.
template <bool (std::string_view::*Has)(std::string_view) const noexcept>
std::size_t blank_size(std::string_view text, char edge) noexcept
{
    if (plain_blanks.contains(edge)) return 1;
    auto const* const found =
        std::ranges::find_if(characters, [&](Invisible const& one) { return one.blank && (text.*Has)(one.utf8); });
    return found == characters.end() ? 0 : found->utf8.size();
}

} // namespace

std::string_view trimmed(std::string_view text) noexcept
{
    constexpr auto starts =
        static_cast<bool (std::string_view::*)(std::string_view) const noexcept>(&std::string_view::starts_with);
    constexpr auto ends = static_cast<bool (std::string_view::*)(std::string_view) const noexcept>(&std::string_view::ends_with);
    for (std::size_t size = 1; !text.empty() && size > 0; text.remove_prefix(size)) size = blank_size<starts>(text, text.front());
    for (std::size_t size = 1; !text.empty() && size > 0; text.remove_suffix(size)) size = blank_size<ends>(text, text.back());
    return text;
}

std::string invisible_character(std::string_view text)
{
    auto first = std::string_view::npos;
    char const* name = "";
    for (auto const& one : characters)
        if (auto const at = text.find(one.utf8); at < first)
        {
            first = at;
            name = one.name;
        }
    return name;
}

} // namespace invite_csv
