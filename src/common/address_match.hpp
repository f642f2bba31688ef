#pragma once

#include <string_view>

namespace clerk::detail {

enum class AddressMatch
{
    same,
    different,
    unclear ///< a server may have made one of the other: letters outside of ASCII, or a domain in another form
};

/// Whether a server that trims an address and folds its case takes these for the same one. Case is folded in ASCII, Latin, Greek
/// and Cyrillic.
[[nodiscard]] AddressMatch compare_addresses(std::string_view a, std::string_view b);

/// Whether a server can only change the case of the address: it is ASCII without blanks around, and no domain in converted form.
[[nodiscard]] bool has_one_form(std::string_view address);

} // namespace clerk::detail
