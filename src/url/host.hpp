#pragma once

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Returns the address that a host without brackets represents. Unset for a name, and for an address with a zone.
[[nodiscard]] std::optional<boost::asio::ip::address> address_of(std::string_view host);

/// Returns whether all characters may occur in a host name or an address.
[[nodiscard]] bool is_plain_host(std::string_view host) noexcept;

/// Returns whether the host is `localhost` or a loopback address.
[[nodiscard]] bool is_loopback_host(std::string_view host);

/// Returns `host:port`, with brackets around an IPv6 address.
[[nodiscard]] std::string host_and_port(std::string_view host, unsigned port);

} // namespace clerk::detail
