#pragma once

#include <clerk/error.hpp>
#include <clerk/export.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace clerk {

/// A call begins, including one that validation refuses.
struct CallStart
{
    std::uint64_t call_id{0};     ///< unique in the process
    std::string_view operation;   ///< the route, for example `POST /v1/invitations/{id}/revoke`; never a path with an id
    std::string_view method;      ///< of the request, for example `POST`
    std::uint64_t correlation{0}; ///< `RequestOptions::correlation`
    int max_attempts{0};          ///< of the call: `RetryOptions::max_attempts` or `RequestOptions::max_attempts`
};

/// An attempt of a call ends: a request, or a connection attempt that failed for the call.
struct AttemptEnd
{
    std::uint64_t call_id{0};         ///< as `CallStart::call_id`
    std::string_view operation;       ///< as `CallStart::operation`
    std::string_view method;          ///< as `CallStart::method`
    std::uint64_t correlation{0};     ///< `RequestOptions::correlation`
    int attempt{0};                   ///< 1 for the first
    int max_attempts{0};              ///< as `CallStart::max_attempts`
    int status{0};                    ///< HTTP status; zero: no response
    ClerkError const* error{nullptr}; ///< null: success. Without Clerk's texts and `body_excerpt`, which may quote the request
    std::chrono::nanoseconds duration{0};           ///< from the start of the request to the end of the attempt
    std::chrono::nanoseconds queue_time{0};         ///< how long the call waited for a connection
    std::chrono::nanoseconds time_to_first_byte{0}; ///< from the start of the request to the response; zero: no response
    std::size_t request_bytes{0};                   ///< header and body, before encryption; zero: no connection
    std::size_t response_bytes{0};                  ///< header and body, after decryption
    std::uint64_t connection_id{0};                 ///< unique in the process; zero: no connection
    bool reused{false};                             ///< the connection had carried a request before
    bool resumed{false};                            ///< the connection resumed a TLS session
    std::string_view server_address;                ///< host of `ClientOptions::api_url`
    std::uint16_t server_port{0};                   ///< port of `ClientOptions::api_url`
    std::string_view peer_ip;     ///< the address connected to: the server's or the proxy's; empty: no connection
    std::string_view tls_version; ///< for example `TLSv1.3`; empty: no connection, or plain text
    std::optional<std::chrono::nanoseconds> will_retry_in; ///< the backoff delay; unset: this was the last attempt
    std::string_view trace_id;                             ///< Clerk's, of errors; empty: none
};

/// A call ends. Its handler runs afterwards, unless its context was destroyed.
struct CallEnd
{
    std::uint64_t call_id{0};               ///< as `CallStart::call_id`
    std::string_view operation;             ///< as `CallStart::operation`
    std::string_view method;                ///< as `CallStart::method`
    std::uint64_t correlation{0};           ///< `RequestOptions::correlation`
    int attempt{0};                         ///< number of attempts
    int max_attempts{0};                    ///< as `CallStart::max_attempts`
    int status{0};                          ///< of the last response; zero: none
    ClerkError const* error{nullptr};       ///< as `AttemptEnd::error`
    std::chrono::nanoseconds duration{0};   ///< of the call
    std::chrono::nanoseconds queue_time{0}; ///< how long the call waited for connections in total
    std::string_view trace_id;              ///< Clerk's, of errors; empty: none
};

/// A call begins to wait for the end of a rate limit.
struct Hold
{
    std::uint64_t call_id{0};             ///< as `CallStart::call_id`
    std::string_view operation;           ///< as `CallStart::operation`
    std::string_view method;              ///< as `CallStart::method`
    std::uint64_t correlation{0};         ///< `RequestOptions::correlation`
    std::chrono::nanoseconds duration{0}; ///< how long it will wait
};

/// A connection was opened: the handshake is complete.
struct ConnectionOpen
{
    std::uint64_t connection_id{0};       ///< unique in the process
    std::string_view server_address;      ///< host of `ClientOptions::api_url`
    std::uint16_t server_port{0};         ///< port of `ClientOptions::api_url`
    std::string_view peer_ip;             ///< the address connected to: the server's or the proxy's
    std::string_view tls_version;         ///< for example `TLSv1.3`; empty: plain text
    bool resumed{false};                  ///< whether a TLS session was resumed
    std::chrono::nanoseconds duration{0}; ///< of resolving, connecting and the handshake
};

/// Why a connection was closed.
enum class CloseReason
{
    idle_timeout, ///< idle for longer than `PoolOptions::idle_timeout`, or before the system was suspended
    max_lifetime, ///< older than `PoolOptions::max_lifetime`
    by_peer,      ///< closed by the peer, or not reusable after the response
    connect,      ///< the connection attempt failed. No event has this reason
    error,        ///< failed, or received an invalid response, during an exchange
    cancelled,    ///< its call was cancelled or timed out during the exchange
    client        ///< the client was closed, or no longer needed the connection
};

/// Returns the name of the enumerator, for example `idle_timeout`.
CLERK_EXPORT std::string_view to_string(CloseReason reason) noexcept;

/// A connection that was opened is closed.
struct ConnectionClose
{
    std::uint64_t connection_id{0};          ///< as `ConnectionOpen::connection_id`
    std::string_view server_address;         ///< as `ConnectionOpen::server_address`
    std::uint16_t server_port{0};            ///< as `ConnectionOpen::server_port`
    CloseReason reason{CloseReason::client}; ///< why it was closed
    std::uint64_t requests{0};               ///< number of requests it carried
    std::chrono::nanoseconds duration{0};    ///< since the connection was opened
};

/// Receives the events of clients; see `ClientOptions::observer`. docs/observability.md maps them to OpenTelemetry.
///
/// Each call has exactly one `on_call_start` and one `on_call_end`; the latter comes before its handler is invoked, or destroyed
/// with its context (kind `closed`). Each attempt has one `on_attempt_end`, each opened connection one `on_connection_open` and
/// one `on_connection_close`. Durations are measured with the steady clock.
///
/// Events contain no key, e-mail address, metadata, invitation URL or body. They are valid during the function only. Look-ups of
/// `RetryOptions::recover_unknown` are calls of their own with the correlation of the call they belong to.
/// @par Thread safety
/// The functions run on any thread, also simultaneously; those of one call run one after the other. No lock of the library is
/// held, so they may call the library. They delay the calls: they should return quickly.
class CLERK_EXPORT Observer
{
public:
    Observer() = default;
    /// The class has no state of its own.
    Observer(Observer const&) = default;
    /// The class has no state of its own.
    Observer& operator=(Observer const&) = default;
    virtual ~Observer();

    /// A call begins.
    virtual void on_call_start(CallStart const& event) noexcept;
    /// An attempt of a call ends.
    virtual void on_attempt_end(AttemptEnd const& event) noexcept;
    /// A call ends.
    virtual void on_call_end(CallEnd const& event) noexcept;
    /// A call begins to wait for the end of a rate limit.
    virtual void on_hold(Hold const& event) noexcept;
    /// A connection was opened.
    virtual void on_connection_open(ConnectionOpen const& event) noexcept;
    /// A connection that was opened is closed.
    virtual void on_connection_close(ConnectionClose const& event) noexcept;
};

} // namespace clerk
