#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace invite_csv {

/// A first line `sep=;`, which spreadsheets write and obey.
struct SeparatorLine
{
    char separator;
    std::size_t size; ///< in bytes, with the byte order mark before it and its line end
};

[[nodiscard]] std::optional<SeparatorLine> separator_line(std::string_view text) noexcept;

/// Bytes of a UTF-8 byte order mark at the beginning of the text: 3 or 0.
[[nodiscard]] std::size_t byte_order_mark_size(std::string_view text) noexcept;

} // namespace invite_csv
