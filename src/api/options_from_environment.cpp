#include "codec/api_url.hpp"
#include "codec/host_name.hpp"
#include "policy/no_proxy.hpp"

#include <clerk/client_options.hpp>

#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace clerk {

namespace {

/// The first of these variables that is set and not empty.
std::string_view variable(char const* name, char const* otherwise = nullptr)
{
    char const* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
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
        return false; // the client refuses that url, and says why
    }
}

} // namespace

ClientOptions ClientOptions::from_environment()
{
    ClientOptions options;
    options.secret_key = SecretKey::from_environment();
    if (auto const url = variable("CLERK_API_URL"); !url.empty()) options.api_url = url;
    auto const proxy = variable("https_proxy", "HTTPS_PROXY");
    if (!proxy.empty() && !goes_without_proxy(options.api_url)) options.proxy = proxy;
    return options;
}

} // namespace clerk
