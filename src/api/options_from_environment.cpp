#include "common/environment.hpp"
#include "url/api_url.hpp"
#include "url/authority.hpp"
#include "url/no_proxy.hpp"
#include "url/proxy_address.hpp"

#include <clerk/client_options.hpp>

#include <stdexcept>
#include <string_view>

namespace clerk {

namespace {

/// Returns the value of the first variable that is set and not empty.
std::string_view variable(char const* name, char const* otherwise = nullptr)
{
    if (auto const value = detail::environment_value(name); !value.empty()) return value;
    return otherwise == nullptr ? std::string_view{} : variable(otherwise);
}

bool goes_without_proxy(std::string const& api_url)
{
    try
    {
        auto const url = detail::parse_api_url(api_url);
        return detail::is_loopback_host(url.host) ||
               detail::is_exempt_from_proxy(variable("no_proxy", "NO_PROXY"), url.host, url.port);
    }
    catch (std::invalid_argument const&)
    {
        return false; // the client rejects this URL with a reason
    }
}

/// Removes the API version from the end of the URL. Other clients require it there; here it is part of each path.
std::string_view without_version(std::string_view url)
{
    constexpr std::string_view version = "/v1";
    auto plain = url.substr(0, url.find_last_not_of('/') + 1);
    return plain.ends_with(version) ? plain.substr(0, plain.size() - version.size()) : url;
}

} // namespace

ClientOptions ClientOptions::from_environment()
{
    ClientOptions options;
    options.secret_key = SecretKey::from_environment();
    if (auto const url = variable("CLERK_API_URL"); !url.empty()) options.api_url = without_version(url);
    auto const proxy = variable("https_proxy", "HTTPS_PROXY");
    if (!proxy.empty() && !goes_without_proxy(options.api_url)) options.proxy = detail::with_default_port(proxy).view();
    return options;
}

} // namespace clerk
