#include "url/proxy_address.hpp"

#include "common/concat_secret.hpp"
#include "common/text.hpp"
#include "portable/ascii.hpp"
#include "url/authority.hpp"
#include "url/base64.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace clerk::detail {

namespace {

[[noreturn]] void refuse_proxy(std::string const& why)
{
    throw std::invalid_argument{"proxy: " + why};
}

/// Removes the scheme, which is optional, as in curl.
std::string_view without_scheme(std::string_view text)
{
    constexpr std::string_view separator = "://";
    auto const end = text.find(separator);
    if (end == std::string_view::npos) return text;
    auto const scheme = text.substr(0, end);
    if (equal_ignoring_case(scheme, "https"))
        refuse_proxy("its scheme is https; the connection to the proxy itself uses plain http");
    if (scheme.size() >= 5 && equal_ignoring_case(scheme.substr(0, 5), "socks"))
        refuse_proxy("is a SOCKS proxy; only HTTP proxies are supported");
    if (!equal_ignoring_case(scheme, "http")) refuse_proxy("its scheme is not http");
    return text.substr(end + separator.size());
}

std::optional<char> decoded_octet(std::string_view digits)
{
    unsigned value = 0;
    auto const* const end = digits.data() + digits.size();
    if (digits.size() != 2 || std::from_chars(digits.data(), end, value, 16).ptr != end) return std::nullopt;
    return static_cast<char>(value);
}

SecretText percent_decoded(std::string_view text)
{
    std::size_t escape_count = 0;
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 3), ++escape_count)
        if (!decoded_octet(text.substr(at + 1, 2))) refuse_proxy("its user or password contains an invalid percent-encoding");
    SecretText decoded{text.size() - 2 * escape_count};
    char* to = decoded.data();
    for (; !text.empty(); ++to)
    {
        bool const escape = text.front() == '%';
        *to = escape ? *decoded_octet(text.substr(1, 2)) : text.front();
        text.remove_prefix(escape ? 3 : 1);
    }
    return decoded;
}

SecretText basic_authorization(std::string_view userinfo)
{
    if (userinfo.empty()) return {};
    auto const user = percent_decoded(userinfo.substr(0, userinfo.find(':')));
    if (user.view().find(':') != std::string_view::npos)
        refuse_proxy("its user contains a colon, which Basic authentication does not allow");
    auto const decoded = percent_decoded(userinfo);
    if (holds_control(decoded.view())) refuse_proxy("its user or password contains a control character");
    bool const has_password = userinfo.find(':') != std::string_view::npos;
    auto const credentials = concat_secret(decoded.view(), has_password ? "" : ":");
    auto const encoded = base64(credentials.view());
    return concat_secret("Basic ", encoded.view());
}

} // namespace

SecretText with_default_port(std::string_view url)
{
    constexpr std::string_view separator = "://", default_port = ":80";
    auto const scheme_end = url.find(separator);
    auto const begin = scheme_end == std::string_view::npos ? 0 : scheme_end + separator.size();
    auto const end = std::min(url.find_first_of("/?#", begin), url.size());
    auto host = url.substr(begin, end - begin);
    host.remove_prefix(host.rfind('@') + 1);
    bool const has_port = host.find(':', host.rfind(']') + 1) != std::string_view::npos;
    return concat_secret(url.substr(0, end), has_port ? "" : default_port, url.substr(end));
}

ProxyAddress parse_proxy_url(std::string_view text)
{
    auto const rest = without_scheme(text);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    auto const path = rest.substr(authority.size());
    if (!path.empty() && path != "/")
        refuse_proxy("contains a path, a query or a fragment (or a user or password that is not percent-encoded)");
    auto const at = authority.rfind('@');
    auto const host_begin = at == std::string_view::npos ? 0 : at + 1;

    auto const parsed = parse_authority(authority.substr(host_begin));
    if (!parsed) refuse_proxy("is not of the form http://[user:password@]host:port");
    ProxyAddress result;
    result.host = parsed->host;
    if (result.host.empty()) refuse_proxy("has no host");
    if (!is_plain_host(result.host)) refuse_proxy("its host contains a character that is not allowed in a host name");
    if (!parsed->port) refuse_proxy("has no port");
    if (*parsed->port == 0 || *parsed->port > 65535) refuse_proxy("its port is not between 1 and 65535");
    result.host_is_address = address_of(result.host).has_value();
    result.port = static_cast<std::uint16_t>(*parsed->port);
    result.authorization = basic_authorization(authority.substr(0, at == std::string_view::npos ? 0 : at));
    return result;
}

} // namespace clerk::detail
