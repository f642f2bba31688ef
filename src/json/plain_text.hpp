#pragma once

#include "common/swar.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace clerk::detail {

/// The special bytes of a text are those that a JSON string may not contain as they are, or that must be checked: control
/// characters, DEL, quotation marks, backslashes, and the bytes of characters outside of ASCII.
[[nodiscard]] constexpr bool is_special(char c) noexcept
{
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\';
}

#ifdef __SSE2__

/// Returns a bit for each of 16 bytes, which is set if the byte is special.
[[nodiscard]] inline unsigned special(char const* from) noexcept
{
    __m128i const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from));
    // The top bit of the difference or of the sum is set if the byte is less than a space, or more than a tilde.
    __m128i const not_printable = _mm_or_si128(_mm_sub_epi8(bytes, _mm_set1_epi8(' ')), _mm_add_epi8(bytes, _mm_set1_epi8(1)));
    __m128i const quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i const backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(not_printable, _mm_or_si128(quote, backslash))));
}

#else

/// Returns nonzero if one of the eight bytes is special.
[[nodiscard]] constexpr std::uint64_t special(std::uint64_t word) noexcept
{
    // Only a special byte lets a sum or difference affect the next lane.
    std::uint64_t const not_printable = (word | (word + swar::ones) | (word - swar::ones * ' ')) & swar::tops;
    return not_printable | swar::equal(word, '"') | swar::equal(word, '\\');
}

#endif

/// Returns the first special byte of a block, or null if there is none or the text is shorter.
[[nodiscard]] inline char const* find_special_nearby([[maybe_unused]] char const* at, [[maybe_unused]] char const* end) noexcept
{
#ifdef __SSE2__
    if (end - at < 16) return nullptr;
    unsigned const found = special(at);
    return found == 0 ? nullptr : at + static_cast<unsigned>(std::countr_zero(found));
#else
    return nullptr;
#endif
}

/// Returns the first special byte, or `end`.
[[nodiscard]] inline char const* find_special(char const* at, char const* end) noexcept
{
#ifdef __SSE2__
    for (; end - at >= 16; at += 16)
        if (auto const* const found = find_special_nearby(at, end)) return found;
#else
    while (end - at >= 8 && special(swar::load(at)) == 0) at += 8;
#endif
    while (at != end && !is_special(*at)) ++at;
    return at;
}

} // namespace clerk::detail
