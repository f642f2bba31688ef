#pragma once

#include "vocabulary/wiped_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Where a proxy is, and what it is told of who asks.
struct ProxyAddress
{
    std::string host; ///< a name, or an address without brackets
    bool host_is_address{false};
    std::uint16_t port{0};
    WipedText authorization; ///< the value of `Proxy-Authorization`; empty where the url holds no credentials
};

/// Reads `[http://][user[:password]@]host:port[/]`, user and password percent-encoded.
///
/// @throws std::invalid_argument naming `proxy` and what is wrong with it, without a word of the text
[[nodiscard]] ProxyAddress parse_proxy_url(std::string_view text);

/// The URL with the port of its scheme where it names none: 80.
[[nodiscard]] WipedText with_default_port(std::string_view url);

} // namespace clerk::detail
