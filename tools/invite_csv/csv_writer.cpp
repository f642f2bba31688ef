#include "csv_writer.hpp"

namespace invite_csv {

namespace {

/// Whether a spreadsheet takes the cell for a formula (OWASP, CSV injection).
bool is_formula(std::string_view cell) noexcept
{
    constexpr std::string_view marks = "=+-@\t\r";
    return !cell.empty() && marks.contains(cell.front());
}

} // namespace

std::string csv_line(std::initializer_list<std::string_view> fields)
{
    std::string line;
    for (auto const& field : fields)
    {
        if (&field != fields.begin()) line += ',';
        bool const formula = is_formula(field);
        bool const quoted = formula || field.find_first_of(",;\t\"\r\n") != std::string_view::npos;
        if (quoted) line += '"';
        if (formula) line += '\'';
        for (char const c : field) line.append(c == '"' ? 2 : 1, c);
        if (quoted) line += '"';
    }
    return line += "\r\n";
}

} // namespace invite_csv
