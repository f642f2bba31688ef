#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "invite_csv/csv_reader.hpp"
#include "invite_csv/csv_writer.hpp"

#include <string>

namespace clerk::fuzz {

namespace {

/// Like `invite_csv::csv_line`, for any number of fields.
std::string line_of(std::vector<std::string> const& fields)
{
    std::string line;
    for (auto const& field : fields)
    {
        auto one = invite_csv::csv_line({field});
        one.resize(one.size() - 2);
        line += (&field == &fields.front() ? "" : ",") + one;
    }
    return line + "\r\n";
}

/// Returns the fields as a file for spreadsheets contains them.
std::vector<std::string> neutralised(std::vector<std::string> fields)
{
    for (auto& field : fields)
        if (!field.empty() && std::string_view{"=+-@\t\r"}.contains(field.front())) field.insert(0, "'");
    return fields;
}

} // namespace

void csv(std::string_view bytes)
{
    auto const records = invite_csv::read_csv(bytes);
    std::size_t line = 0;
    for (auto const& record : records)
    {
        require(record.line > line && record.last_line >= record.line, "records follow each other");
        line = record.last_line;
        if (!record.problem.empty()) continue;
        require(!record.fields.empty(), "a record has a field");
        // Empty lines are skipped.
        if (record.fields.size() == 1 && record.fields.front().empty()) continue;
        auto const again = invite_csv::read_csv("a\r\n" + line_of(record.fields));
        require(again.size() == 2 && again.back().problem.empty() && again.back().fields == neutralised(record.fields),
                "what was read is the same after writing and reading it");
    }
}

} // namespace clerk::fuzz
