#pragma once

#include <clerk/export.hpp>
#include <clerk/proxy_url.hpp>
#include <clerk/secret_key.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace clerk {

class Observer;

/// The connection pool. A client has one pool, to one host.
struct PoolOptions
{
    /// Maximum number of connections, including those being opened. Range: 1 to 65535. Default: 16.
    std::size_t max_connections{16};
    /// Maximum number of calls that wait for a connection. Further calls fail with `pool_exhausted`. A call that has a connection
    /// being opened for it does not count. Zero: calls never wait. Range: 0 to 2^31 - 1. Default: 65536.
    std::size_t max_waiting{65'536};
    /// Maximum idle time of a connection. Checked when a connection is taken or returned, without a timer. Range: 1 ms to 24 h.
    /// Default: 60 s.
    std::chrono::milliseconds idle_timeout{60'000};
    /// Maximum age of a connection that is used again. Checked like `idle_timeout`. Range: 1 ms to 24 h. Default: 10 min.
    std::chrono::milliseconds max_lifetime{600'000};
};

/// Time limits. Range of each: 1 ms to 24 h. If `connect` or `response` exceeds `total`, `total` decides.
struct TimeoutOptions
{
    /// Maximum time for resolving, connecting (including a proxy's response) and the TLS handshake of one connection. Default: 5
    /// s.
    std::chrono::milliseconds connect{5'000};
    /// Maximum time of one attempt, from the first byte of the request to the last byte of the response. Default: 10 s.
    std::chrono::milliseconds response{10'000};
    /// Maximum time of a call, including waiting for a connection, retries and backoff. Default: 30 s.
    std::chrono::milliseconds total{30'000};
};

/// Retries. A create is never retried if an earlier attempt may have taken effect.
struct RetryOptions
{
    /// Maximum number of attempts, including the first. 1 disables retries. Range: 1 to 100. Default: 3.
    int max_attempts{3};
    /// Maximum of the first backoff delay; doubles with each attempt. Each delay is uniformly distributed between zero and its
    /// maximum (full jitter). Zero: no delay. Range: 0 to 24 h. Default: 100 ms.
    ///
    /// After a 429 without a usable `Retry-After`, the maximum is ten times as long, grows fourfold up to 5 min, and the delay is
    /// at least half of it, but at most half of the time left.
    std::chrono::milliseconds base_delay{100};
    /// Upper limit of the maximum delay. Zero: no delay. Range: 0 to 24 h. Default: 5 s.
    std::chrono::milliseconds max_delay{5'000};
    /// Whether a create or revoke that would fail with `Delivery::unknown` first looks for its effect. Only list requests are
    /// sent, within the deadline of the call. Default: false.
    ///
    /// A create succeeded if the list has a pending invitation for the address (compared without regard to case), with equal
    /// metadata, whose `created_at` is not before the start of the request, measured by the server's `Date`. Dates have a
    /// resolution of one second, so an invitation that another client created up to two seconds earlier cannot be distinguished.
    /// A revoke succeeded if the invitation is revoked, also if a later `revoke` fails with `invitation_already_revoked`. The
    /// result has `Invitation::recovered` set.
    ///
    /// Otherwise the call fails with its original error. `delivery` is `rejected` if an older pending invitation rules out an
    /// effect, or if Clerk itself returned 500 and nothing is found; else it is `unknown`. At most three list requests are sent,
    /// with delays of 2.5 and 10 times `base_delay`, up to `max_delay`. If the call is cancelled or the client closed meanwhile,
    /// `delivery` stays `unknown`. `create_bulk` and `Client::request` do not support recovery.
    bool recover_unknown{false};
};

/// The behaviour of a call at a rate limit.
enum class RateLimitMode
{
    wait,     ///< waits until `Retry-After` if the deadline allows, otherwise fails immediately
    fail_fast ///< fails immediately
};

/// Rate limits. Clerk allows 100 invitations per hour and responds 429 to more.
/// @see https://clerk.com/docs/guides/how-clerk-works/system-limits
struct RateLimitOptions
{
    /// Default: `RateLimitMode::wait`.
    RateLimitMode mode{RateLimitMode::wait};
};

/// The oldest accepted TLS version.
enum class TlsVersion
{
    tls_1_2, ///< TLS 1.2 (RFC 5246)
    tls_1_3  ///< TLS 1.3 (RFC 8446)
};

/// TLS and trusted certificates. Verification of the peer and its host name, and TLS 1.2 as a minimum, cannot be disabled.
struct TlsOptions
{
    /// Path of a PEM file with trusted certificates. An intermediate certificate is sufficient. Default: none.
    std::string ca_file;
    /// Trusted certificates as PEM text. An intermediate certificate is sufficient. Default: none.
    std::string ca_pem;
    /// Whether to trust the system's certificates. Default: true, unless `ca_file` or `ca_pem` is set.
    std::optional<bool> use_system_ca{};
    /// Oldest accepted version. Default: TLS 1.2.
    TlsVersion min_version{TlsVersion::tls_1_2};
    /// Whether to resume TLS sessions, which saves two thirds of the cost of a handshake. Early data is never sent. Default:
    /// true.
    bool session_resumption{true};
    /// A custom context. Replaces all options above except `min_version`. The library never modifies it, so sessions are not
    /// resumed. Default: none.
    ///
    /// After each handshake the library verifies the peer once more with the certificates, CRLs and verification parameters of
    /// the context's store. This verification runs no callback of the context or the store, always checks validity period, host
    /// name and purpose, and ignores certificates that a lookup method returns without adding them to the store.
    std::shared_ptr<boost::asio::ssl::context> context{};
};

/// Limits on responses. A response that exceeds one fails with `protocol`, or with `decode` in the case of `max_json_depth`.
struct LimitOptions
{
    /// Maximum size in bytes of the status line and header fields, of one chunk line, and of the trailer fields. Range: 256 B to
    /// 16 MiB. Default: 64 KiB.
    std::size_t max_header_bytes{64 * 1024};
    /// Maximum size of a body in bytes. A list may have this size for each 80 invitations of its `limit`: a page of 500, the
    /// largest, with 8 KB of metadata each, escaped, fits the default. Range: 1 B to 1 GiB. Default: 4 MiB.
    std::size_t max_body_bytes{4 * 1024 * 1024};
    /// Maximum nesting depth of JSON in responses and in metadata to send. Range: 2 to 1000. Default: 64.
    std::size_t max_json_depth{64};
};

/// The options of a `Client`. An aggregate with defaults: assign members that differ.
///
/// @par Thread safety
/// Distinct objects: safe. Shared objects: safe for concurrent reads only.
struct CLERK_EXPORT ClientOptions
{
    /// Required.
    SecretKey secret_key;
    /// Base URL: `https://host[:port][/prefix]`, without user, query and fragment. `http://` is accepted for loopback only.
    /// Default: `https://api.clerk.com`.
    std::string api_url{"https://api.clerk.com"};
    /// Value of the `Clerk-API-Version` field. Visible ASCII. Default: `2026-05-12`.
    std::string api_version{"2026-05-12"};
    /// Appended to the library's `User-Agent`. Visible ASCII and spaces. Default: empty.
    std::string user_agent_suffix;
    /// URL of an HTTP proxy: `[http://][user:password@]host:port`, user and password percent-encoded. Empty: no proxy, regardless
    /// of the environment. Default: empty. `https://` and SOCKS proxies are not supported.
    ///
    /// The client opens a tunnel (`CONNECT`) to the host of `api_url` and speaks TLS through it, so the proxy sees that host's
    /// name and encrypted bytes. User and password are sent to the proxy only, as basic credentials. The client resolves the
    /// proxy's name; the proxy resolves Clerk's. A plain `http://` URL is always reached directly.
    ///
    /// Opening the tunnel is part of connecting: `timeouts.connect`, `Phase::connect`, `Delivery::not_sent`. If the proxy
    /// refuses, the call fails with `transport`; `ClerkError::cause` and the text have the proxy's status, `ClerkError::status`
    /// is 0. The attempt is retried like a refused connection, except after 407 and 403: these fail the call immediately, and
    /// further calls for 30 s.
    ProxyUrl proxy;

    PoolOptions pool;            ///< number and age of connections
    TimeoutOptions timeouts;     ///< of calls, attempts and connects
    RetryOptions retry;          ///< attempts, backoff, recovery
    RateLimitOptions rate_limit; ///< wait or fail
    TlsOptions tls;              ///< trust and versions
    LimitOptions limits;         ///< sizes of responses

    /// Receives the events of calls and connections. One observer may serve several clients. Null: none, at no cost. Default:
    /// null.
    std::shared_ptr<Observer> observer{};

    /// Returns the defaults, with the values of these environment variables. Empty variables are ignored. Blanks and quotes
    /// around a value are removed.
    ///
    /// - `CLERK_SECRET_KEY`: `secret_key`.
    /// - `CLERK_API_URL`: `api_url`, without a `/v1` at its end.
    /// - `https_proxy`, or else `HTTPS_PROXY`: `proxy`, unless the host of `api_url` is on loopback or matches an entry of
    ///   `no_proxy`, or else `NO_PROXY`. The port defaults to 80. docs/environment.md describes the entries.
    ///
    /// Only this function reads these variables: if `api_url` is changed afterwards, `proxy` stays.
    ///
    /// @throws std::invalid_argument if `CLERK_SECRET_KEY` is not a valid key. The constructor of `Client` validates the rest.
    [[nodiscard]] static ClientOptions from_environment();
};

} // namespace clerk
