#pragma once

#include <cstdint>
#include <string_view>

namespace clerk::detail {

/// Returns whether a host is exempt from the proxy, by a list like the variable `no_proxy`.
///
/// Entries are separated by commas or blanks. `*` matches every host. A name matches itself and its subdomains, with or without a
/// leading dot; `*.name` matches subdomains only. An address matches itself, `10.0.0.0/8` a block. A port after an entry must be
/// equal. Other entries match nothing.
/// @param host a name, or an address without brackets
[[nodiscard]] bool is_exempt_from_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port);

} // namespace clerk::detail
