#pragma once

#include "support/answers.hpp"
#include "support/scripted_peer.hpp"

#include <clerk/client_options.hpp>

#include <string>
#include <utility>
#include <vector>

namespace clerk::test {

/// The credentials of the tests' proxies, as text and on the wire.
inline constexpr std::string_view proxy_credentials = "user:hunter2%21";
inline constexpr std::string_view proxy_authorization = "Basic dXNlcjpodW50ZXIyIQ==";

/// A peer with a name that only the proxy resolves, and a scripted proxy.
class Proxied
{
public:
    static constexpr char const* name = "api.clerk.test";

    explicit Proxied(std::vector<Script> origin_scripts, PeerOptions origin_options = named())
        : origin{std::move(origin_scripts), std::move(origin_options)}
    {}

    /// A good certificate for the name.
    [[nodiscard]] static PeerOptions named()
    {
        testing::CertificateAuthority const authority;
        testing::CertificateSpec spec;
        spec.common_name = name;
        spec.dns_names = {name};
        PeerOptions options;
        options.certificate = authority.issue(spec);
        options.ca_pem = authority.certificate();
        return options;
    }

    [[nodiscard]] static PeerOptions plain()
    {
        PeerOptions options;
        options.plain = true;
        return options;
    }

    /// The script of a correct proxy for one connection.
    [[nodiscard]] Script tunnel() const
    {
        return {step::expect_request(), step::send("HTTP/1.1 200 Connection established\r\n\r\n"),
                step::relay(origin.endpoint())};
    }

    /// Options for the origin by its name, through the proxy.
    [[nodiscard]] ClientOptions client_options(ScriptedPeer const& proxy) const
    {
        auto options = origin.client_options();
        options.api_url = std::string{"https://"} + name;
        options.proxy =
            "http://" + std::string{proxy_credentials} + "@" + options_host(proxy) + ":" + std::to_string(proxy.port());
        return options;
    }

    ScriptedPeer origin;

private:
    static std::string options_host(ScriptedPeer const& proxy)
    {
        auto const address = proxy.endpoint().address();
        return address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    }
};

} // namespace clerk::test
