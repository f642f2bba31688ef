#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace invite_csv {

/// One line of CSV as of RFC 4180, with its CRLF: what holds a comma, a quote or a line end is quoted.
[[nodiscard]] std::string csv_line(std::initializer_list<std::string_view> fields);

} // namespace invite_csv
