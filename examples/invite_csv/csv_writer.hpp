#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace invite_csv {

/// One line of CSV as of RFC 4180, with its CRLF. Cells with a separator, a quote or a line end are quoted. Cells that a
/// spreadsheet would take for a formula are quoted and get a `'` in front.
[[nodiscard]] std::string csv_line(std::initializer_list<std::string_view> fields);

} // namespace invite_csv
