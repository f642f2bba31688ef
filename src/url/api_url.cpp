#include "url/api_url.hpp"

#include "portable/ascii.hpp"
#include "url/authority.hpp"

#include <boost/url/parse.hpp>

#include <stdexcept>

namespace clerk::detail {

namespace {

constexpr std::size_t longest_host = 253; // as text (RFC 1035, 2.3.4)

[[noreturn]] void refuse(std::string const& why)
{
    throw std::invalid_argument{"api_url: " + why};
}

std::uint16_t port_of(Authority const& authority, bool tls)
{
    auto const port = authority.port.value_or(tls ? 443 : 80);
    if (port == 0 || port > 65535) refuse("its port is not between 1 and 65535");
    return static_cast<std::uint16_t>(port);
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
    constexpr std::string_view separator = "://";
    auto const separated = text.find(separator);
    if (separated == std::string_view::npos) refuse("is not an absolute URL");
    auto const scheme = text.substr(0, separated);
    auto const rest = text.substr(separated + separator.size());
    auto const authority_text = rest.substr(0, rest.find_first_of("/?#"));
    auto const path = rest.substr(authority_text.size());

    ApiUrl result;
    result.tls = equal_ignoring_case(scheme, "https");
    if (!result.tls && !equal_ignoring_case(scheme, "http")) refuse("its scheme is not https");
    if (authority_text.find('@') != std::string_view::npos) refuse("contains a user or a password");
    if (path.find_first_of("?#") != std::string_view::npos) refuse("contains a query or a fragment");
    auto const authority = parse_authority(authority_text);
    if (!authority) refuse("contains invalid text after its host");
    result.host = authority->host;
    if (result.host.empty()) refuse("has no host");
    result.host_is_address = address_of(result.host).has_value();
    if (!is_plain_host(result.host)) refuse("its host contains a character that is not allowed in a host name");
    if (result.host.size() > longest_host) refuse("its host is longer than 253 characters");
    if (!result.tls && !is_loopback_host(result.host))
        refuse("http is allowed for loopback addresses only, because it would send the key unencrypted");
    result.port = port_of(*authority, result.tls);
    if (!path.empty() && !boost::urls::parse_origin_form({path.data(), path.size()}))
        refuse("its path contains a character that must be percent-encoded");
    result.host_field = host_field_of(result);
    result.base_path = path.substr(0, path.find_last_not_of('/') + 1);
    return result;
}

} // namespace clerk::detail
