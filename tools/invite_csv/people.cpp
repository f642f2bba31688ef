#include "people.hpp"

#include "address_cell.hpp"
#include "cell_values.hpp"
#include "csv_reader.hpp"
#include "header.hpp"
#include "invisible.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace invite_csv {

namespace {

constexpr std::size_t largest_metadata = 8 * 1024;

template <class Value>
std::string set(std::optional<Value>& member, std::optional<Value> value, char const* otherwise)
{
    if (!value) return otherwise;
    member = std::move(value);
    return {};
}

/// Stores a cell that is not empty.
/// @returns why it is invalid
std::string set_cell(clerk::CreateInvitationParams& params, std::string_view column, std::string_view cell)
{
    auto const value = trimmed(cell);
    if (column == "notify") return set(params.notify, parse_bool(value), "notify: must be true, false, yes, no, 1 or 0");
    if (column == "ignore_existing")
        return set(params.ignore_existing, parse_bool(value), "ignore_existing: must be true, false, yes, no, 1 or 0");
    if (column == "template_slug")
        return set(params.template_slug, template_slug_of(value), "template_slug: must be invitation or waitlist_invitation");
    if (column == "expires_in_days")
    {
        auto const days = number_of(value);
        bool const fits = days && *days >= 1 && *days <= 365;
        return set(params.expires_in_days, fits ? days : std::nullopt, "expires_in_days: must be a whole number from 1 to 365");
    }
    if (column == "redirect_url")
    {
        if (has_control_characters(value)) return "redirect_url: contains control characters";
        params.redirect_url = std::string{value};
        return {};
    }
    params.public_metadata[column] = cell;
    return {};
}

void add_problem(std::string& problems, std::string const& one)
{
    if (one.empty()) return;
    if (!problems.empty()) problems += "; ";
    problems += one;
}

bool is_blank(std::string const& cell)
{
    return trimmed(cell).empty();
}

std::string count_of_columns(std::size_t expected, std::size_t found)
{
    return "the header has " + std::to_string(expected) + " columns, this row has " + std::to_string(found);
}

/// Returns why the number of cells is invalid. Empty cells after the last column are ignored.
std::string wrong_size(CsvRecord const& record, Header const& header)
{
    auto const expected = header.names.size(), found = record.fields.size();
    if (found > expected)
    {
        bool const blank =
            std::all_of(record.fields.begin() + static_cast<std::ptrdiff_t>(expected), record.fields.end(), is_blank);
        return blank ? std::string{} : count_of_columns(expected, found);
    }
    std::string missing;
    for (std::size_t i = found; i < expected; ++i)
        if (!header.names[i].empty()) missing += (missing.empty() ? "" : ", ") + header.names[i];
    return missing.empty() ? missing : count_of_columns(expected, found) + ": missing cells: " + missing;
}

Row row_of(CsvRecord const& record, Header const& header, Defaults const& defaults)
{
    Row row{.line = record.line, .last_line = record.last_line, .params = std::string{}, .problem = record.problem, .note = {}};
    auto& params = row.params;
    params.redirect_url = defaults.redirect_url;
    params.template_slug = defaults.template_slug;
    if (header.address < record.fields.size()) params.email_address = trimmed(record.fields[header.address]);
    if (!row.problem.empty()) return row;
    row.problem = wrong_size(record, header);
    if (!row.problem.empty()) return row;
    if (!std::ranges::all_of(record.fields, is_utf8))
    {
        row.problem = "not UTF-8: save the file as \"CSV UTF-8\"";
        return row;
    }
    auto address = read_address(record.fields[header.address]);
    row.problem = std::move(address.problem);
    row.note = std::move(address.note);
    for (std::size_t i = 0; i < std::min(header.names.size(), record.fields.size()); ++i)
    {
        if (i == header.address || is_blank(record.fields[i])) continue;
        if (header.names[i].empty())
            unusable(record.line, "column " + std::to_string(i + 1) + " has no name, but a value in this line");
        add_problem(row.problem, set_cell(params, header.names[i], record.fields[i]));
    }
    if (boost::json::serialize(params.public_metadata).size() > largest_metadata)
        add_problem(row.problem, "metadata: more than 8 KB");
    return row;
}

void refuse_repeated_addresses(std::vector<Row>& rows)
{
    std::map<std::string, std::size_t> lines;
    for (auto& row : rows)
    {
        if (!row.problem.empty()) continue;
        auto const [first, added] = lines.emplace(lower_case(row.params.email_address), row.line);
        if (!added) row.problem = "email_address: same as line " + std::to_string(first->second);
    }
}

} // namespace

std::vector<Row> read_people(std::string_view text, Defaults const& defaults, std::optional<std::string> const& email_column)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) unusable(1, "UTF-16: save the file as \"CSV UTF-8\"");
    auto const records = read_csv(text, detect_separator(text, email_column));
    if (records.empty()) unusable(1, "the file is empty");
    auto const header = read_header(records.front(), email_column);
    std::vector<Row> rows;
    rows.reserve(records.size());
    for (std::size_t i = 1; i < records.size(); ++i)
    {
        bool const blank = records[i].problem.empty() && std::ranges::all_of(records[i].fields, is_blank);
        if (!blank) rows.push_back(row_of(records[i], header, defaults));
    }
    refuse_repeated_addresses(rows);
    return rows;
}

std::optional<clerk::TemplateSlug> template_slug_of(std::string_view text)
{
    if (text == "invitation") return clerk::TemplateSlug::invitation;
    if (text == "waitlist_invitation") return clerk::TemplateSlug::waitlist_invitation;
    return std::nullopt;
}

} // namespace invite_csv
