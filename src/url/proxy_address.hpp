#pragma once

#include <clerk/detail/secret_text.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The address of a proxy and the credentials for it.
struct ProxyAddress
{
    std::string host; ///< a name, or an address without brackets
    bool host_is_address{false};
    std::uint16_t port{0};
    SecretText authorization; ///< the value of `Proxy-Authorization`; empty if the URL has no credentials
};

/// Parses `[http://][user[:password]@]host:port[/]`, user and password percent-encoded.
///
/// @throws std::invalid_argument naming `proxy` and the reason, without parts of the text
[[nodiscard]] ProxyAddress parse_proxy_url(std::string_view text);

/// Returns the URL with port 80 if it has no port.
[[nodiscard]] SecretText with_default_port(std::string_view url);

} // namespace clerk::detail
