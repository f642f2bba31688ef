#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The parts of the API's base URL.
struct ApiUrl
{
    bool tls{true};
    std::string host; ///< a name, or an address without brackets
    bool host_is_address{false};
    std::uint16_t port{443};
    std::string host_field; ///< as in `Host`: brackets around an IPv6 address, the port unless it is the scheme's default
    std::string base_path;  ///< empty, or `/prefix` without a slash at its end
};

/// Parses `https://host[:port][/prefix]`.
///
/// @throws std::invalid_argument naming `api_url` and the reason, including `http` with a host that is not on loopback
[[nodiscard]] ApiUrl parse_api_url(std::string_view text);

} // namespace clerk::detail
