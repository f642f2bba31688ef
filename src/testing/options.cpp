#include "testing/options.hpp"

#include "portable/ascii.hpp"
#include "testing/tls/certificate_authority.hpp"
#include "testing/tls/tls_context.hpp"

#include <clerk/secret_key.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace clerk::testing::detail {

namespace {

void require_option(bool good, char const* what)
{
    if (!good) throw std::invalid_argument{what};
}

void check_address(FakeBackendOptions const& options)
{
    boost::system::error_code ec;
    auto const address = boost::asio::ip::make_address(options.address, ec);
    require_option(!ec, "address: must be an IP address");
    require_option(address.is_loopback() || options.allow_remote,
                   "address: must be a loopback address unless remote ones are allowed");
    require_option(address.is_loopback() || !options.plain_http, "plain_http: allowed on a loopback address only");
}

void check_certificate(FakeBackendOptions const& options)
{
    bool const own = options.certificate_chain_pem.empty();
    require_option(options.private_key_pem.empty() == own && options.ca_pem.empty() == own,
                   "certificate_chain_pem, private_key_pem, ca_pem: set all three or none");
    auto const& names = options.certificate_names;
    require_option(own || names.empty(), "certificate_names: only for a generated certificate");
    require_option(own || !options.plain_http, "plain_http: excludes certificates");
    bool const printable = std::ranges::all_of(names, [](std::string const& name) {
        return !name.empty() && std::ranges::all_of(name, clerk::detail::is_visible_ascii);
    });
    require_option(printable, "certificate_names: contains an invalid host name");
}

CertificateSpec certificate_spec(FakeBackendOptions const& options)
{
    auto spec = CertificateAuthority::localhost();
    // The same as for its authority, so that a backend can run for months.
    spec.not_after = std::chrono::hours{24 * 365};
    auto names = options.certificate_names;
    names.push_back(options.address);
    for (auto& name : names)
    {
        boost::system::error_code not_an_address;
        boost::asio::ip::make_address(name, not_an_address);
        (not_an_address ? spec.dns_names : spec.ip_addresses).push_back(std::move(name));
    }
    return spec;
}

} // namespace

FakeBackendOptions complete(FakeBackendOptions options)
{
    check_address(options);
    require_option(!SecretKey{options.secret_key}.absent(), "secret_key: must not be empty");
    auto const& prefix = options.path_prefix;
    require_option(prefix.empty() || (prefix.size() > 1 && prefix.front() == '/' && prefix.back() != '/'),
                   "path_prefix: must begin with a slash and not end with one");
    require_option(options.max_header_bytes >= 256 && options.max_header_bytes <= 1024 * 1024,
                   "max_header_bytes: out of range (256 B to 1 MiB)");
    require_option(options.max_body_bytes <= 64 * 1024 * 1024, "max_body_bytes: out of range (up to 64 MiB)");
    require_option(options.min_tls_version <= options.max_tls_version, "min_tls_version: above max_tls_version");
    check_certificate(options);
    if (options.plain_http || !options.certificate_chain_pem.empty()) return options;

    CertificateAuthority const authority;
    auto issued = authority.issue(certificate_spec(options));
    options.certificate_chain_pem = issued.certificate + issued.chain;
    options.private_key_pem = std::move(issued.private_key);
    options.ca_pem = authority.certificate();
    return options;
}

ContextHandle make_tls(FakeBackendOptions const& options)
{
    if (options.plain_http) return {};
    TlsServerSettings settings;
    settings.certificate_chain_pem = options.certificate_chain_pem;
    settings.private_key_pem = options.private_key_pem;
    settings.min_version = options.min_tls_version;
    settings.max_version = options.max_tls_version;
    settings.session_tickets = options.session_tickets;
    try
    {
        return make_server_context(settings);
    }
    catch (std::runtime_error const& error)
    {
        throw std::invalid_argument{std::string{"certificate_chain_pem, private_key_pem: "} + error.what()};
    }
}

} // namespace clerk::testing::detail
