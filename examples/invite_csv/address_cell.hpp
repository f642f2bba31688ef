#pragma once

#include <string>
#include <string_view>

namespace invite_csv {

/// What a cell of the address column says.
struct AddressCell
{
    std::string address;
    /// Why it cannot be invited, with the address to write instead where the cell has one. Empty = it can.
    std::string problem;
    /// What was removed around the address. Empty = nothing.
    std::string note;
};

/// Reads a cell of valid UTF-8. Refuses what Clerk would refuse, since each refusal costs up to seven requests of an hour's
/// budget.
[[nodiscard]] AddressCell read_address(std::string_view cell);

} // namespace invite_csv
