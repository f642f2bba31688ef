#pragma once

#include <clerk/client_options.hpp>
#include <clerk/testing/recorded_request.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace clerk::testing {

/// How to start a `FakeBackend`. An aggregate with defaults: assign what differs.
struct FakeBackendOptions
{
    /// Where to listen: an address of loopback, `127.0.0.1` or `::1`; any other takes `allow_remote`.
    std::string address{"127.0.0.1"};
    /// Lets `address` be one that other machines can reach, `0.0.0.0` included.
    bool allow_remote{false};
    /// The port. 0 = one that is free.
    std::uint16_t port{0};
    /// The only key that is accepted. Anything a `SecretKey` takes.
    std::string secret_key{"sk_test_fake_backend_key"};
    /// A path that stands before `/v1`, as behind a proxy: `/clerk`. Empty = none. Without a slash at its end.
    std::string path_prefix;
    /// Addresses that the instance blocks, in any spelling of upper and lower case: a create of one is refused with 403
    /// `not_allowed_access`.
    std::vector<std::string> blocked_addresses;
    /// Whether the instance accepts e-mail addresses; otherwise each create is refused with 400 `invitations_not_supported`.
    bool invitations_supported{true};

    /// Bytes of request line and header fields, more is answered 431. 256 B to 1 MiB.
    std::size_t max_header_bytes{16 * 1024};
    /// Bytes of a body, more is answered 413 `request_body_too_large`. Up to 64 MiB.
    std::size_t max_body_bytes{1024 * 1024};
    /// How many requests are kept, the latest ones. 0 = none; `wait_for_requests` counts all the same.
    std::size_t max_recorded_requests{10'000};
    /// Called with each request as it is recorded, one at a time, on the backend's thread: it must not throw, nor call a member
    /// of the backend that waits for that thread (`release`, `stop` and those that close connections). Empty = nothing.
    std::function<void(RecordedRequest const&)> on_request;

    /// Speaks `http://` without TLS, for clients that cannot be told whom to trust. On an address of loopback only.
    bool plain_http{false};

    /// The oldest and the newest TLS version offered.
    TlsVersion min_tls_version{TlsVersion::tls_1_2};
    TlsVersion max_tls_version{TlsVersion::tls_1_3};
    /// Whether sessions can be resumed.
    bool session_tickets{true};
    /// Names and addresses that the certificate made at start is for, besides `address` and those of loopback.
    std::vector<std::string> certificate_names;
    /// PEM texts to use instead of a certificate made at start: the server's certificate, followed by those between it and the
    /// CA; its key; the CA. Set all three or none.
    std::string certificate_chain_pem;
    std::string private_key_pem;
    std::string ca_pem;
};

} // namespace clerk::testing
