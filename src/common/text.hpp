#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Returns the length of the UTF-8 sequence at the beginning of `text`; zero if it is invalid. Strict: no overlong forms, no
/// surrogates, nothing above U+10FFFF.
[[nodiscard]] std::size_t utf8_sequence(std::string_view text) noexcept;

/// Returns whether the text is valid UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Returns whether the text contains a C0 control character or DEL.
[[nodiscard]] bool holds_control(std::string_view text) noexcept;

/// Returns why a text cannot be sent, for use after the name of a parameter: control characters or invalid UTF-8. Empty if it
/// can.
[[nodiscard]] std::string_view text_fault(std::string_view text) noexcept;

/// Returns `name: fault`, the form of an encoder's error.
[[nodiscard]] std::string refusal(std::string_view name, std::string_view fault);

} // namespace clerk::detail
