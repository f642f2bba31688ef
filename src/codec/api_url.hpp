#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Where the API is: what a base URL says, taken apart.
struct ApiUrl
{
    bool tls{true};
    std::string host; ///< a name, or an address without brackets
    bool host_is_address{false};
    std::uint16_t port{443};
    std::string host_field; ///< as in `Host`: brackets around an IPv6 address, the port where it is not the scheme's own
    std::string base_path;  ///< empty, or `/prefix` without a slash at its end
};

/// Reads `https://host[:port][/prefix]`.
///
/// @throws std::invalid_argument naming `api_url` and what is wrong with it; `http` where the host is no loopback included.
[[nodiscard]] ApiUrl parse_api_url(std::string_view text);

} // namespace clerk::detail
