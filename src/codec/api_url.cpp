#include "codec/api_url.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <stdexcept>

namespace clerk::detail {

namespace {

[[noreturn]] void refuse(std::string const& why)
{
    throw std::invalid_argument{"api_url: " + why};
}

bool is_loopback_name(std::string_view host) noexcept
{
    constexpr std::string_view localhost = "localhost";
    return std::ranges::equal(host, localhost, [](char a, char b) { return (a | 0x20) == b; });
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
    while (path.ends_with('/')) path.pop_back();
    return path;
}

std::string host_field_of(ApiUrl const& url)
{
    bool const is_ipv6 = url.host.find(':') != std::string::npos;
    auto field = is_ipv6 ? "[" + url.host + "]" : url.host;
    if (url.port != (url.tls ? 443 : 80)) field += ":" + std::to_string(url.port);
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
    boost::system::error_code not_an_address;
    auto const address = boost::asio::ip::make_address(result.host, not_an_address);
    result.host_is_address = !not_an_address;
    bool const name_is_plain = std::ranges::all_of(result.host, [](char c) {
        return c > 0x20 && c < 0x7f && std::string_view{"%/\\@\"<>^`{|}"}.find(c) == std::string_view::npos;
    });
    if (!name_is_plain) refuse("its host holds a character no host name has");
    bool const loopback = result.host_is_address ? address.is_loopback() : is_loopback_name(result.host);
    if (!result.tls && !loopback) refuse("http is for loopback only: the key would travel in the clear");
    result.port = port_of(url, result.tls);
    result.host_field = host_field_of(result);
    result.base_path = base_path_of(url);
    return result;
}

} // namespace clerk::detail
