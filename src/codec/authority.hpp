#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The host and the port of a URL (RFC 3986, 3.2.2 and 3.2.3).
struct Authority
{
    std::string host;                  ///< a name, or an address without brackets; may be empty
    std::optional<std::uint32_t> port; ///< over 65535 if it has too many digits; nothing if there is none, or only its colon
};

/// Splits `host[:port]`.
///
/// Not left to Boost.URL: version 1.81 ends the authority after an IPv4 address or the digits of a port, whatever follows.
/// @returns nothing if it is malformed: brackets without an IPv6 address inside, or a port that is not a number
[[nodiscard]] std::optional<Authority> parse_authority(std::string_view text);

} // namespace clerk::detail
