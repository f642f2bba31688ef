#include "people.hpp"

#include "cell_values.hpp"
#include "csv_reader.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace invite_csv {

namespace {

constexpr std::string_view address_column = "email_address";
constexpr std::size_t largest_metadata = 8 * 1024;

using Header = std::vector<std::string>;

[[noreturn]] void unusable(std::size_t line, std::string const& why)
{
    throw UnusableFile{"line " + std::to_string(line) + ": " + why};
}

Header header_of(CsvRecord const& record)
{
    if (!record.problem.empty()) unusable(record.line, "the header row has " + record.problem);
    Header header;
    for (auto const& field : record.fields)
    {
        std::string name{trimmed(field)};
        auto const number = std::to_string(header.size() + 1);
        if (!is_utf8(name)) unusable(record.line, "the name of column " + number + " is not UTF-8");
        if (name.empty()) unusable(record.line, "column " + number + " has no name");
        if (std::ranges::find(header, name) != header.end())
            unusable(record.line, "column " + number + " has the name of another one");
        header.push_back(std::move(name));
    }
    if (std::ranges::find(header, address_column) != header.end()) return header;
    bool const semicolons = header.size() == 1 && header[0].find(';') != std::string::npos;
    unusable(record.line, semicolons ? "columns are separated by semicolons: save the file with commas"
                                     : "the header row has no column email_address");
}

std::string wrong_address(std::string_view address)
{
    if (address.empty()) return "email_address: empty";
    auto const at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size())
        return "email_address: an @ with something on both sides is missing";
    if (has_control_characters(address)) return "email_address: control characters";
    if (address.find_first_of(" \t") != std::string_view::npos) return "email_address: spaces";
    return {};
}

template <class Value>
std::string set(std::optional<Value>& member, std::optional<Value> value, char const* otherwise)
{
    if (!value) return otherwise;
    member = std::move(value);
    return {};
}

/// Puts a cell that is not empty where it belongs. @returns what is wrong with it
std::string set_cell(clerk::CreateInvitationParams& params, std::string_view column, std::string_view cell)
{
    auto const value = trimmed(cell);
    if (column == "notify") return set(params.notify, truth_of(value), "notify: neither true nor false");
    if (column == "ignore_existing")
        return set(params.ignore_existing, truth_of(value), "ignore_existing: neither true nor false");
    if (column == "template_slug")
        return set(params.template_slug, template_slug_of(value), "template_slug: neither invitation nor waitlist_invitation");
    if (column == "expires_in_days")
    {
        auto const days = number_of(value);
        bool const fits = days && *days >= 1 && *days <= 365;
        return set(params.expires_in_days, fits ? days : std::nullopt, "expires_in_days: not a whole number from 1 to 365");
    }
    if (column == "redirect_url")
    {
        if (has_control_characters(value)) return "redirect_url: control characters";
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

Row row_of(CsvRecord const& record, Header const& header, Defaults const& defaults)
{
    Row row{.line = record.line, .last_line = record.last_line, .params = std::string{}, .problem = record.problem};
    auto& params = row.params;
    params.redirect_url = defaults.redirect_url;
    params.template_slug = defaults.template_slug;
    for (std::size_t i = 0; i < std::min(record.fields.size(), header.size()); ++i)
        if (header[i] == address_column) params.email_address = trimmed(record.fields[i]);
    if (!row.problem.empty()) return row;
    if (record.fields.size() != header.size())
    {
        row.problem =
            "the header has " + std::to_string(header.size()) + " columns, this row has " + std::to_string(record.fields.size());
        return row;
    }
    if (!std::ranges::all_of(record.fields, is_utf8))
    {
        row.problem = "not UTF-8: save the file as \"CSV UTF-8\"";
        return row;
    }
    add_problem(row.problem, wrong_address(params.email_address));
    for (std::size_t i = 0; i < header.size(); ++i)
        if (header[i] != address_column && !trimmed(record.fields[i]).empty())
            add_problem(row.problem, set_cell(params, header[i], record.fields[i]));
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
        if (!added) row.problem = "email_address: that of line " + std::to_string(first->second);
    }
}

} // namespace

std::vector<Row> read_people(std::string_view text, Defaults const& defaults)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) unusable(1, "UTF-16: save the file as \"CSV UTF-8\"");
    auto const records = read_csv(text);
    if (records.empty()) unusable(1, "the file is empty");
    auto const header = header_of(records.front());
    std::vector<Row> rows;
    rows.reserve(records.size());
    for (std::size_t i = 1; i < records.size(); ++i) rows.push_back(row_of(records[i], header, defaults));
    refuse_repeated_addresses(rows);
    return rows;
}

std::optional<clerk::TemplateSlug> template_slug_of(std::string_view text) noexcept
{
    if (text == "invitation") return clerk::TemplateSlug::invitation;
    if (text == "waitlist_invitation") return clerk::TemplateSlug::waitlist_invitation;
    return std::nullopt;
}

} // namespace invite_csv
