#pragma once

#include <cstdint>
#include <string_view>

namespace clerk::detail {

/// Whether a host is to be reached without the proxy, by a list such as the variable `no_proxy` holds.
///
/// Its entries stand between commas or blanks: `*` is every host; a name is itself and whatever ends with it in whole labels,
/// with or without a dot before it; an address is itself; `10.0.0.0/8` is a block of addresses. A port behind an entry, if any,
/// must be the same. An entry that is none of these matches nothing.
/// @param host  a name, or an address without brackets
[[nodiscard]] bool is_exempt_from_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port);

} // namespace clerk::detail
