#pragma once

#include "csv_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invite_csv {

/// The columns of a file.
struct Header
{
    /// In the order of the file; empty for a column without a name.
    std::vector<std::string> names;
    /// Of the column with the addresses.
    std::size_t address{0};
};

/// Whether a column name stands for the address: `email`, `E-mail`, `Email Address`, `email_address`, `emailAddress` and so on.
[[nodiscard]] bool is_address_column(std::string_view name);

/// @param email_column name of the column with the addresses; not set: the one that `is_address_column`
/// @throws UnusableFile with the reason
[[nodiscard]] Header read_header(CsvRecord const& record, std::optional<std::string> const& email_column);

/// The separator with which the first record has an address column, or else the most columns: `,`, `;` or a tab.
[[nodiscard]] char detect_separator(std::string_view text, std::optional<std::string> const& email_column);

} // namespace invite_csv
