#include "header.hpp"

#include "cell_values.hpp"
#include "invisible.hpp"
#include "unusable_file.hpp"

#include <algorithm>

namespace invite_csv {

namespace {

/// Whether a column has the addresses.
bool has_addresses(std::string const& name, std::optional<std::string> const& email_column)
{
    return email_column ? name == *email_column : is_address_column(name);
}

std::vector<std::string> names_of(CsvRecord const& record)
{
    std::vector<std::string> names;
    names.reserve(record.fields.size());
    for (auto const& field : record.fields) names.emplace_back(trimmed(field));
    return names;
}

std::string listed(std::vector<std::string> const& names)
{
    std::string text;
    for (auto const& name : names)
        if (!name.empty()) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

std::string choice_of_columns(std::vector<std::string> const& names)
{
    return "choose one with --email-column NAME; the columns are " + listed(names);
}

} // namespace

bool is_address_column(std::string_view name)
{
    auto plain = lower_case(name);
    std::erase_if(plain, [](char c) { return c == ' ' || c == '-' || c == '_'; });
    return plain == "email" || plain == "emailaddress";
}

Header read_header(CsvRecord const& record, std::optional<std::string> const& email_column)
{
    if (!record.problem.empty()) unusable(record.line, "the header row has " + record.problem);
    Header header{.names = names_of(record)};
    std::size_t found = 0;
    for (std::size_t i = 0; i < header.names.size(); ++i)
    {
        auto const& name = header.names[i];
        auto const number = std::to_string(i + 1);
        if (!is_utf8(name)) unusable(record.line, "the name of column " + number + " is not UTF-8");
        if (name.empty()) continue;
        if (std::ranges::find(header.names, name) != header.names.begin() + static_cast<std::ptrdiff_t>(i))
            unusable(record.line, "column " + number + " has the same name as another column");
        if (!has_addresses(name, email_column)) continue;
        header.address = i;
        ++found;
    }
    if (found == 1) return header;
    if (found > 1) unusable(record.line, "several columns may contain the addresses: " + choice_of_columns(header.names));
    unusable(record.line,
             (email_column ? "the header row has no column " + *email_column : "the header row has no column email_address") +
                 ": " + choice_of_columns(header.names));
}

char detect_separator(std::string_view text, std::optional<std::string> const& email_column)
{
    char best = ',';
    std::size_t most = 0;
    for (char const separator : {',', ';', '\t'})
    {
        auto const records = read_csv(text, separator, 1);
        if (records.empty() || !records.front().problem.empty()) continue;
        auto const names = names_of(records.front());
        if (std::ranges::any_of(names, [&](auto const& name) { return has_addresses(name, email_column); })) return separator;
        if (names.size() <= most) continue;
        most = names.size();
        best = separator;
    }
    return best;
}

} // namespace invite_csv
