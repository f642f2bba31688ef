#include "url/api_url.hpp"

#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace clerk::fuzz {

namespace {

/// Fit for a request line and a header field.
bool is_visible(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

void api_url(std::string_view bytes)
try
{
    auto const url = detail::parse_api_url(bytes);
    require(!url.host.empty() && url.host.size() <= 253, "a host has from 1 to 253 characters");
    require(url.port != 0, "a port is not 0");
    require(is_visible(url.host) && is_visible(url.host_field) && is_visible(url.base_path), "all parts are visible ASCII");
    require(url.base_path.empty() || (url.base_path.front() == '/' && url.base_path.back() != '/'),
            "a path has no slash at its end");
    require(url.base_path.find_first_of("?#") == std::string::npos, "a path has no query and no fragment");

    auto const again = detail::parse_api_url((url.tls ? "https://" : "http://") + url.host_field + url.base_path);
    require(again.tls == url.tls && again.host == url.host && again.host_is_address == url.host_is_address &&
                again.port == url.port && again.host_field == url.host_field && again.base_path == url.base_path,
            "a URL made from its parts has the same parts");
}
catch (std::invalid_argument const& refusal)
{
    require(std::string_view{refusal.what()}.starts_with("api_url"),
            "a refusal names the option: " + std::string{refusal.what()});
}

} // namespace clerk::fuzz
