#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace invite_csv {

/// One record of a CSV file.
struct CsvRecord
{
    /// Where it begins and ends, counted from 1: a quoted field may hold line ends.
    std::size_t line{1};
    std::size_t last_line{1};
    std::vector<std::string> fields;
    /// What is wrong with its form; empty = nothing.
    std::string problem;
};

/// Reads CSV as of RFC 4180: fields with separators, quotes (doubled) and line ends stand in quotes; lines end with CRLF or LF; a
/// byte order mark is skipped, as are empty lines and a first line `sep=;`.
///
/// A malformed record is one with a `problem`. The next one begins behind the line on which that was noticed; where a quoted
/// field does not end, behind the line on which it begins.
/// @param separator  unless the text itself names one
/// @param most       records to read
[[nodiscard]] std::vector<CsvRecord> read_csv(std::string_view text, char separator = ',',
                                              std::size_t most = static_cast<std::size_t>(-1));

} // namespace invite_csv
