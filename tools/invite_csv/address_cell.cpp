#include "address_cell.hpp"

#include "cell_values.hpp"
#include "invisible.hpp"

#include <algorithm>

namespace invite_csv {

namespace {

/// The address in `Name <user@example.com>`, `mailto:user@example.com?subject=x` and `user@example.com;`. The text itself if it
/// has no such form.
std::string_view address_in(std::string_view text)
{
    constexpr std::string_view scheme = "mailto:";
    if (auto const open = text.rfind('<'); open != std::string_view::npos)
        if (auto const close = text.find('>', open); close != std::string_view::npos)
            text = text.substr(open + 1, close - open - 1);
    text = trimmed(text);
    if (lower_case(text.substr(0, scheme.size())) == scheme) text = text.substr(scheme.size(), text.find('?') - scheme.size());
    while (text.ends_with(';') || text.ends_with(',')) text.remove_suffix(1);
    return trimmed(text);
}

/// Returns why an address without decoration is invalid. Empty if it is valid.
std::string fault_of(std::string_view address)
{
    auto const at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size()) return "no @ between two parts";
    if (has_control_characters(address)) return "control characters";
    if (auto const name = invisible_character(address); !name.empty()) return name + " inside of the address";
    if (address.find_first_of(" \t") != std::string_view::npos) return "spaces";
    if (std::ranges::count(address, '@') > 1) return "more than one @";
    if (address.find_first_of("<>;,:\"") != std::string_view::npos) return "characters that are not allowed in an address";
    auto const domain = address.substr(at + 1);
    if (domain.find('.') == std::string_view::npos) return "the domain has no dot";
    if (domain.starts_with('.') || domain.ends_with('.') || domain.contains("..")) return "the domain has an empty part";
    return {};
}

} // namespace

AddressCell read_address(std::string_view cell)
{
    AddressCell read;
    auto const text = trimmed(cell);
    read.address = text;
    if (text.size() != cell.size()) read.note = "email_address: surrounding white space or invisible characters were removed";
    if (text.empty())
    {
        read.problem = "email_address: empty";
        return read;
    }
    auto const inner = address_in(text);
    auto const fault = fault_of(inner);
    if (!fault.empty())
        read.problem = "email_address: " + fault;
    else if (inner != text)
        read.problem = "email_address: contains more than an address: write " + std::string{inner};
    return read;
}

} // namespace invite_csv
