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

/// The pool of connections. A client has one, to one host.
struct PoolOptions
{
    /// Connections at most, those being opened included. 1 to 65535.
    std::size_t max_connections{16};
    /// Calls that may wait for a connection at most; one more ends as `pool_exhausted`. 0 = never wait, up to 2^31 - 1. A call
    /// for which a connection is being opened does not count.
    std::size_t max_waiting{65'536};
    /// A connection that was idle for longer is closed instead of used. More than zero, at most 24 h. Checked when a connection
    /// is taken or returned, by no timer.
    std::chrono::milliseconds idle_timeout{60'000};
    /// A connection older than this is closed instead of used again. More than zero, at most 24 h. Checked like `idle_timeout`.
    std::chrono::milliseconds max_lifetime{600'000};
};

/// How long things may take. 1 ms to 24 h each; a phase may exceed `total`, which then decides.
struct TimeoutOptions
{
    /// Resolving, connecting (a proxy's answer included) and the TLS handshake of one connection together.
    std::chrono::milliseconds connect{5'000};
    /// One attempt: from the first byte of the request to the last of the answer.
    std::chrono::milliseconds response{10'000};
    /// A whole call: everything, waiting for the pool and backing off included.
    std::chrono::milliseconds total{30'000};
};

/// When a call may be tried again, how often and how soon. A create is never repeated where it may have taken effect.
struct RetryOptions
{
    /// Attempts at most, the first included. 1 (no retries) to 100.
    int max_attempts{3};
    /// The ceiling of the first pause; it doubles from one attempt to the next. 0 (no pause) to 24 h.
    std::chrono::milliseconds base_delay{100};
    /// The ceiling of every pause. 0 (no pause) to 24 h. Each pause is drawn evenly from zero to its ceiling (full jitter).
    std::chrono::milliseconds max_delay{5'000};
    /// Whether a create or a revoke that ends with `Delivery::unknown` looks for its effect, by reads only and within its
    /// deadline.
    ///
    /// A create counts as done where the list shows a pending invitation for the address, in any spelling of upper and lower
    /// case, with the same metadata, created since its request was begun by the server's clock. Clocks count in seconds: one that
    /// somebody else made up to two seconds before cannot be told from it. A revoke counts as done where the invitation is
    /// revoked, be it that a later `revoke` is told so (`invitation_already_revoked`). What was found is returned with
    /// `Invitation::recovered` set.
    ///
    /// Else the call ends with its own error: `rejected` where an older invitation that is pending rules out that the request
    /// took effect, or where Clerk itself answered 500 and nothing is found; `unknown` otherwise. It looks three times at most,
    /// with pauses of 2.5 and 10 times `base_delay`, up to `max_delay`, as Clerk may still be at work. A cancellation or the
    /// client's end meanwhile leaves it `unknown`. `create_bulk` and `Client::request` look for nothing.
    bool recover_unknown{false};
};

/// What a call does at a rate limit.
enum class RateLimitMode
{
    wait,     ///< hold until `Retry-After` where that fits the call's deadline, else fail at once
    fail_fast ///< fail at once
};

/// Rate limits: Clerk allows 100 invitations an hour and answers 429 beyond.
/// @see https://clerk.com/docs/guides/how-clerk-works/system-limits
struct RateLimitOptions
{
    RateLimitMode mode{RateLimitMode::wait};
};

/// The oldest TLS version a connection accepts.
enum class TlsVersion
{
    tls_1_2,
    tls_1_3
};

/// Whom a connection trusts. No option turns verification off: peer, host name and TLS 1.2 are forced on every connection.
struct TlsOptions
{
    /// A file of PEM certificates to trust; empty = none.
    std::string ca_file;
    /// PEM certificates to trust, as text; empty = none.
    std::string ca_pem;
    /// Whether to trust the system's certificates. Unset = exactly where neither `ca_file` nor `ca_pem` is given.
    std::optional<bool> use_system_ca{};
    /// The oldest version accepted.
    TlsVersion min_version{TlsVersion::tls_1_2};
    /// Whether to resume TLS sessions, which saves two thirds of a handshake. No early data is ever sent.
    bool session_resumption{true};
    /// A context of the caller's, used instead of all of the above but `min_version`. Never modified, so there is no resumption
    /// with it.
    ///
    /// Each handshake is followed by a second verification with the certificates, CRLs and verify parameters of the context's
    /// store. It runs no callback of the context or the store, always checks the validity period, the host and the purpose, and
    /// does not trust what a lookup method returns without adding it to the store.
    std::shared_ptr<boost::asio::ssl::context> context{};
};

/// How much of an answer is accepted; whatever exceeds a limit ends as `protocol` (or `decode`, for the depth).
struct LimitOptions
{
    /// Bytes of status line and header fields. 256 B to 16 MiB.
    std::size_t max_header_bytes{64 * 1024};
    /// Bytes of an answer's body; of a list, for each 80 invitations that it asks for, since each may have 8 KB of metadata and
    /// each byte of that may take six in JSON: with 500, the largest page, 28 MiB by default. 1 B to 1 GiB.
    std::size_t max_body_bytes{4 * 1024 * 1024};
    /// How deep JSON may nest, in answers and in metadata to send. 2 to 1000.
    std::size_t max_json_depth{64};
};

/// Everything a `Client` can be told. An aggregate with defaults: assign what differs.
///
/// @par Executor and threads
/// As a standard container: distinct objects from any thread.
struct CLERK_EXPORT ClientOptions
{
    /// Required.
    SecretKey secret_key;
    /// `https://host[:port][/prefix]`. `http://` is for loopback only. No user, query or fragment.
    std::string api_url{"https://api.clerk.com"};
    /// Sent as `Clerk-API-Version`. Visible ASCII.
    std::string api_version{"2026-05-12"};
    /// Put behind this library's own `User-Agent`; empty = nothing. Visible ASCII and spaces.
    std::string user_agent_suffix;
    /// An HTTP proxy to reach the host of `api_url` through, `http://[user:password@]host:port`; empty (the default) = none,
    /// whatever the environment says.
    ///
    /// User and password are percent-encoded, and sent to the proxy alone, as basic credentials. `http://` may be left out; the
    /// port may not. An `https://` or SOCKS proxy is refused. The proxy is asked for a tunnel (`CONNECT host:port`), and sees
    /// nothing but that and TLS, which ends at Clerk: no part of a request, nor the secret key. Its host is the one that is
    /// resolved here; Clerk's is the proxy's business. A plain `http://` url, which is one of loopback, is reached directly.
    /// Asking for the tunnel is a part of connecting: `timeouts.connect`, `Phase::connect`, `Delivery::not_sent`. A proxy that
    /// refuses is an `ErrorKind::transport` whose text says which status it answered; `ClerkError::status` stays 0, since Clerk
    /// has answered nothing. It is tried again as a refused connection is.
    ProxyUrl proxy;

    PoolOptions pool;
    TimeoutOptions timeouts;
    RetryOptions retry;
    RateLimitOptions rate_limit;
    TlsOptions tls;
    LimitOptions limits;

    /// Defaults, with what the environment holds, variables that are empty being the same as unset.
    ///
    /// `CLERK_SECRET_KEY` and `CLERK_API_URL` are `secret_key` and `api_url`. `https_proxy`, or else `HTTPS_PROXY`, is `proxy`,
    /// but not where the host of this `api_url` is one of loopback or `no_proxy`, or else `NO_PROXY`, holds it. That is a list of
    /// entries between commas: `*` for every host; `example.com` or `.example.com` for that name and all names below it;
    /// `192.0.2.1` or `2001:db8::1` for an address and `10.0.0.0/8` for a block of them, where the url's host is an address;
    /// each with `:port` for that port only. Nothing but this function reads these variables, and it has done so when it returns:
    /// an `api_url` assigned later is reached through the `proxy` found here.
    ///
    /// @throws std::invalid_argument where `CLERK_SECRET_KEY` holds what no secret key can be. Whatever else is wrong is refused
    /// by the `Client`.
    [[nodiscard]] static ClientOptions from_environment();
};

} // namespace clerk
