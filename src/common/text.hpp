#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Returns the length of the UTF-8 sequence at the beginning of `text`; zero if it is invalid. Strict: no overlong forms, no
/// surrogates, nothing above U+10FFFF.
[[nodiscard]] std::size_t utf8_sequence(std::string_view text) noexcept;

/// Returns whether the text is valid UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Returns whether the text is ASCII.
[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

/// Returns whether the text contains a C0 control character or DEL.
[[nodiscard]] bool holds_control(std::string_view text) noexcept;

/// Returns why a text cannot be sent, for use after the name of a parameter: control characters or invalid UTF-8. Empty if it
/// can.
[[nodiscard]] std::string_view text_fault(std::string_view text) noexcept;

/// Returns `name: fault`, the form of an encoder's error.
[[nodiscard]] std::string refusal(std::string_view name, std::string_view fault);

/// Tests of eight bytes at once. The result is nonzero if a byte matches: the top bit of its lane is set. Lanes above a match may
/// be wrong because of borrows.
namespace swar {

inline constexpr std::uint64_t ones{0x0101010101010101};
inline constexpr std::uint64_t tops{0x8080808080808080};

[[nodiscard]] inline std::uint64_t load(char const* from) noexcept
{
    std::uint64_t word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

[[nodiscard]] constexpr std::uint64_t below(std::uint64_t word, unsigned char limit) noexcept
{
    return (word - ones * limit) & ~word & tops;
}

[[nodiscard]] constexpr std::uint64_t equal(std::uint64_t word, unsigned char byte) noexcept
{
    return below(word ^ (ones * byte), 1);
}

} // namespace swar

} // namespace clerk::detail
