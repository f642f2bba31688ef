#pragma once

#include <string_view>

namespace clerk::detail {

enum class AddressMatch
{
    same,
    different,
    unclear ///< a server may have converted one to the other: non-ASCII letters, or a domain in another form
};

/// Returns whether two addresses are the same for a server that trims addresses and folds their case, in ASCII, Latin, Greek and
/// Cyrillic.
[[nodiscard]] AddressMatch compare_addresses(std::string_view a, std::string_view b);

/// Returns whether a server can change only the case of the address: it is ASCII without surrounding blanks, and its domain is
/// not in converted form.
[[nodiscard]] bool has_one_form(std::string_view address);

} // namespace clerk::detail
