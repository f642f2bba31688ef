#pragma once

#include <clerk/client_options.hpp>
#include <clerk/testing/recorded_request.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace clerk::testing {

/// Options of a `FakeBackend`. An aggregate with defaults: assign members that differ.
struct FakeBackendOptions
{
    /// Address to listen on. Other addresses than loopback require `allow_remote`. With the default, `::1` is used too if
    /// possible. Default: `127.0.0.1`.
    std::string address{"127.0.0.1"};
    /// Allows addresses that other machines can reach. Default: false.
    bool allow_remote{false};
    /// The port. Zero: a free port. Default: 0.
    std::uint16_t port{0};
    /// The only accepted key. Any valid `SecretKey`; with `sk_live_` the backend is a production instance.
    std::string secret_key{"sk_test_fake_backend_key"};
    /// A path before `/v1`, for example `/clerk`, without a slash at its end. Default: none.
    std::string path_prefix;
    /// Addresses that the instance blocks, compared without regard to case. Creates for them fail with 403 `not_allowed_access`.
    /// Default: none.
    std::vector<std::string> blocked_addresses;
    /// Whether the instance accepts e-mail addresses. If not, creates fail with 400 `invitations_not_supported`. Default: true.
    bool invitations_supported{true};

    /// Maximum size of request line and header fields in bytes; larger ones return 431. Range: 256 B to 1 MiB. Default: 16 KiB.
    std::size_t max_header_bytes{16 * 1024};
    /// Maximum size of a body in bytes; larger ones return 413 `request_body_too_large`. Range: 0 to 64 MiB. Default: 1 MiB.
    std::size_t max_body_bytes{1024 * 1024};
    /// Maximum number of recorded requests; older ones are removed. `wait_for_requests` counts all. Default: 10000.
    std::size_t max_recorded_requests{10'000};
    /// Invoked with each recorded request, one at a time, on the thread of the backend. Must not throw, and must not call members
    /// of the backend that wait for this thread (`release`, `stop` and those that close connections). Default: none.
    std::function<void(RecordedRequest const&)> on_request;

    /// Serves `http://` without TLS, for clients that cannot be given a certificate authority. Requires an address on loopback.
    /// Default: false.
    bool plain_http{false};

    /// Oldest TLS version.
    TlsVersion min_tls_version{TlsVersion::tls_1_2};
    /// Newest TLS version.
    TlsVersion max_tls_version{TlsVersion::tls_1_3};
    /// Whether sessions can be resumed. Default: true.
    bool session_tickets{true};
    /// Additional names and addresses of the generated certificate; `address` and those of loopback are included.
    std::vector<std::string> certificate_names;
    /// PEM text that replaces the generated certificate: the certificate of the server, followed by the intermediate ones. Set
    /// this and the next two or none of them.
    std::string certificate_chain_pem;
    /// PEM text of the key of the server's certificate.
    std::string private_key_pem;
    /// PEM text of the certificate authority.
    std::string ca_pem;
};

} // namespace clerk::testing
