#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The host and the port of a URL (RFC 3986, 3.2.2 and 3.2.3).
struct Authority
{
    std::string host;                  ///< a name, or an address without brackets; may be empty
    std::optional<std::uint32_t> port; ///< over 65535 if it has too many digits; unset if it is missing or empty
};

/// Splits `host[:port]`.
///
/// Boost.URL 1.81 is not used because it ends the authority after an IPv4 address or the digits of a port, whatever the next
/// character.
/// @returns nothing if the text is malformed: brackets without an IPv6 address, or a port that is not a number
[[nodiscard]] std::optional<Authority> parse_authority(std::string_view text);

/// Returns the address that a host without brackets represents. Unset for a name, and for an address with a zone.
[[nodiscard]] std::optional<boost::asio::ip::address> address_of(std::string_view host);

/// Returns whether all characters may occur in a host name or an address.
[[nodiscard]] bool is_plain_host(std::string_view host) noexcept;

/// Returns whether the host is `localhost` or a loopback address.
[[nodiscard]] bool is_loopback_host(std::string_view host);

/// Returns `host:port`, with brackets around an IPv6 address.
[[nodiscard]] std::string host_and_port(std::string_view host, unsigned port);

} // namespace clerk::detail
