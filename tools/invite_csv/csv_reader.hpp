#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace invite_csv {

/// One record of a CSV file.
struct CsvRecord
{
    /// First and last line, counted from 1: a quoted field may contain line ends.
    std::size_t line{1};
    std::size_t last_line{1};
    std::vector<std::string> fields;
    /// Why the record is malformed. Empty if it is not.
    std::string problem;
};

/// Parses CSV (RFC 4180): fields with separators, quotes (doubled) and line ends are quoted; lines end with CRLF or LF. Skips a
/// byte order mark, empty lines and a first line `sep=;`.
///
/// A malformed record has a `problem`. The next record begins on the following line; for a quoted field without end, on the line
/// after the beginning of the field.
/// @param separator used unless the text names one
/// @param most maximum number of records
[[nodiscard]] std::vector<CsvRecord> read_csv(std::string_view text, char separator = ',',
                                              std::size_t most = static_cast<std::size_t>(-1));

} // namespace invite_csv
