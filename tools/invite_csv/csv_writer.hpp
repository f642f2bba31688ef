#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace invite_csv {

/// Returns one line of CSV (RFC 4180) with CRLF. Quotes cells with separators, quotes or line ends. Cells that a spreadsheet
/// would evaluate as a formula are quoted and get a leading `'`.
[[nodiscard]] std::string csv_line(std::initializer_list<std::string_view> fields);

} // namespace invite_csv
