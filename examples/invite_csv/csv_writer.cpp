#include "csv_writer.hpp"

namespace invite_csv {

std::string csv_line(std::initializer_list<std::string_view> fields)
{
    std::string line;
    for (auto const& field : fields)
    {
        if (&field != fields.begin()) line += ',';
        bool const quoted = field.find_first_of(",\"\r\n") != std::string_view::npos;
        if (quoted) line += '"';
        for (char const c : field) line.append(c == '"' ? 2 : 1, c);
        if (quoted) line += '"';
    }
    return line += "\r\n";
}

} // namespace invite_csv
