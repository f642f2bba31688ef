#pragma once

#include <cstdint>
#include <cstring>

/// Operations on eight bytes at once, each in a lane of a word.
namespace clerk::detail::swar {

inline constexpr std::uint64_t ones{0x0101010101010101};
inline constexpr std::uint64_t tops{0x8080808080808080};

[[nodiscard]] inline std::uint64_t load(char const* from) noexcept
{
    std::uint64_t word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

// Tests for one byte. The result is nonzero if a byte matches: the top bit of its lane is set. Lanes above a match may be wrong
// because of borrows.

[[nodiscard]] constexpr std::uint64_t below(std::uint64_t word, unsigned char limit) noexcept
{
    return (word - ones * limit) & ~word & tops;
}

[[nodiscard]] constexpr std::uint64_t equal(std::uint64_t word, unsigned char byte) noexcept
{
    return below(word ^ (ones * byte), 1);
}

/// Returns whether the eight bytes are digits. Exact.
[[nodiscard]] constexpr bool digits(std::uint64_t word) noexcept
{
    // The upper half of a digit is 3, also after adding 6.
    return ((word & (word + ones * 6)) & (ones * 0xf0)) == ones * 0x30;
}

/// Returns the number that eight digits are, the first one in the lowest lane.
[[nodiscard]] constexpr std::uint32_t number(std::uint64_t digits) noexcept
{
    digits = (digits & (ones * 0x0f)) * (10 << 8 | 1) >> 8;                                          // pairs
    digits = (digits & 0x00ff00ff00ff00ff) * (100 << 16 | 1) >> 16;                                  // fours
    digits = (digits & 0x0000ffff0000ffff) * (std::uint64_t{10'000} << 32 | std::uint64_t{1}) >> 32; // all
    return static_cast<std::uint32_t>(digits);
}

} // namespace clerk::detail::swar
