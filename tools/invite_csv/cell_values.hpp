#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace invite_csv {

[[nodiscard]] std::string lower_case(std::string_view text);

/// `true`, `yes`, `1` or `false`, `no`, `0`, in any case.
[[nodiscard]] std::optional<bool> parse_bool(std::string_view text);

/// A whole number, all of the text.
[[nodiscard]] std::optional<int> number_of(std::string_view text) noexcept;

[[nodiscard]] bool has_control_characters(std::string_view text) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

} // namespace invite_csv
