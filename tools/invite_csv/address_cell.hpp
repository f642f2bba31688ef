#pragma once

#include <string>
#include <string_view>

namespace invite_csv {

/// The content of a cell of the address column.
struct AddressCell
{
    std::string address;
    /// Why it is invalid, with the address to write instead if the cell has one. Empty if it is valid.
    std::string problem;
    /// The characters that were removed around the address. Empty if unchanged.
    std::string note;
};

/// Parses a cell of valid UTF-8. Rejects addresses that Clerk would reject, because each rejection costs up to seven requests of
/// the hourly budget.
[[nodiscard]] AddressCell read_address(std::string_view cell);

} // namespace invite_csv
