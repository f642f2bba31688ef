#include "url/proxy_address.hpp"

#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "wire/request_head.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace clerk::fuzz {

void proxy_url(std::string_view bytes)
try
{
    auto const proxy = detail::parse_proxy_url(bytes);
    require(!proxy.host.empty(), "a proxy has a host");
    require(proxy.port != 0, "a port is not 0");
    std::string_view const authorization = proxy.authorization.view();
    require(authorization.empty() || authorization.starts_with("Basic "), "credentials are basic");
    require(std::ranges::all_of(authorization, [](char c) { return c >= 0x20 && c < 0x7f; }), "credentials are visible ASCII");

    auto const request = detail::connect_request("example.com:443", authorization);
    std::string_view const text = request.view();
    require(text.ends_with("\r\n\r\n") && text.find("\r\n\r\n") == text.size() - 4, "a request for a tunnel is one header");
}
catch (std::invalid_argument const& refusal)
{
    std::string_view const text{refusal.what()};
    require(text.starts_with("proxy"), "a refusal names the option: " + std::string{text});
    require(text.size() < 200, "a refusal does not quote the URL");
}

} // namespace clerk::fuzz
