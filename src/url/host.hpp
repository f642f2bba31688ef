#pragma once

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The address that a host is written as, without brackets; nothing for a name.
[[nodiscard]] std::optional<boost::asio::ip::address> address_of(std::string_view host);

/// Whether every character of it is one that names of hosts, or addresses, are made of.
[[nodiscard]] bool is_plain_host(std::string_view host) noexcept;

/// Whether it is `localhost` or an address of loopback.
[[nodiscard]] bool is_loopback_host(std::string_view host);

/// `host:port`, with brackets around an IPv6 address.
[[nodiscard]] std::string host_and_port(std::string_view host, unsigned port);

} // namespace clerk::detail
