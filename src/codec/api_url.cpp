#include "codec/api_url.hpp"

#include "codec/host_name.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <stdexcept>

namespace clerk::detail {

namespace {

constexpr std::size_t longest_host = 253; // RFC 1035, 2.3.4, as text

[[noreturn]] void refuse(std::string const& why)
{
    throw std::invalid_argument{"api_url: " + why};
}

std::uint16_t port_of(boost::urls::url_view const& url, bool tls)
{
    if (!url.has_port() || url.port().empty()) return tls ? 443 : 80;
    if (url.port_number() == 0) refuse("its port is not between 1 and 65535");
    return url.port_number();
}

std::string base_path_of(boost::urls::url_view const& url)
{
    std::string path{url.encoded_path()};
    // Boost.URL 1.81 takes whatever follows an IPv4 address or the digits of a port for a path.
    if (!path.empty() && !path.starts_with('/')) refuse("holds something behind its host that is neither a port nor a path");
    while (path.ends_with('/')) path.pop_back();
    return path;
}

std::string host_field_of(ApiUrl const& url)
{
    auto field = host_and_port(url.host, url.port);
    if (url.port == (url.tls ? 443 : 80)) field.erase(field.rfind(':'));
    return field;
}

} // namespace

ApiUrl parse_api_url(std::string_view text)
{
    auto const parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) refuse("is no absolute URL");
    auto const& url = *parsed;

    ApiUrl result;
    if (url.scheme_id() != boost::urls::scheme::https && url.scheme_id() != boost::urls::scheme::http)
        refuse("its scheme is not https");
    result.tls = url.scheme_id() == boost::urls::scheme::https;
    if (url.has_userinfo()) refuse("holds a user or a password");
    if (url.has_query() || url.has_fragment()) refuse("holds a query or a fragment");
    result.host = url.host_address();
    if (result.host.empty()) refuse("has no host");
    result.host_is_address = address_of(result.host).has_value();
    if (!is_plain_host(result.host)) refuse("its host holds a character no host name has");
    if (result.host.size() > longest_host) refuse("its host is longer than a host name may be (253 characters)");
    if (!result.tls && !is_loopback_host(result.host)) refuse("http is for loopback only: the key would travel in the clear");
    result.port = port_of(url, result.tls);
    result.host_field = host_field_of(result);
    result.base_path = base_path_of(url);
    return result;
}

} // namespace clerk::detail
