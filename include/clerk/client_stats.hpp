#pragma once

#include <clerk/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace clerk {

/// The state of a client's pool, and counters since its construction. A consistent snapshot.
struct ClientStats
{
    /// Closed connections, by reason.
    struct Closed
    {
        std::uint64_t idle_timeout{0}; ///< idle for longer than `PoolOptions::idle_timeout`, or before the system was suspended
        std::uint64_t max_lifetime{0}; ///< older than `PoolOptions::max_lifetime`
        std::uint64_t by_peer{0};      ///< closed by the peer, or not reusable after the response
        std::uint64_t connect{0};      ///< the connection attempt failed: resolve, connect or handshake
        std::uint64_t error{0};        ///< failed, or received an invalid response, during an exchange
        std::uint64_t cancelled{0};    ///< its call was cancelled or timed out during the exchange
        std::uint64_t client{0};       ///< the client was closed, or no longer needed the connection
    };

    std::size_t connections_open{0};   ///< connections that are idle, leased or being opened
    std::size_t connections_idle{0};   ///< connections ready for a call
    std::size_t connections_leased{0}; ///< connections in use by a call
    std::size_t calls_waiting{0};      ///< calls that wait for a connection

    std::uint64_t connections_created{0};  ///< connections established, including the handshake
    std::uint64_t connections_reused{0};   ///< requests on a connection that had carried one before
    std::uint64_t tls_sessions_resumed{0}; ///< connections that resumed a TLS session
    Closed connections_closed;             ///< connections closed, by reason

    std::uint64_t attempts{0};         ///< requests started
    std::uint64_t retries{0};          ///< attempts after the first of a call
    std::uint64_t rate_limit_waits{0}; ///< times a call waited for the end of a rate limit

    std::uint64_t connection_waits{0};                ///< times a call waited for a connection
    std::chrono::nanoseconds connection_wait_time{0}; ///< total time of these waits

    std::uint64_t calls_failed{0}; ///< calls that ended with an error, except those that validation refused
    ErrorKind last_failure{};      ///< kind of the last of these
    std::chrono::sys_time<std::chrono::milliseconds> last_failure_at{}; ///< when it ended; the epoch: no call has failed

    std::size_t open{0};                   ///< \deprecated The value of `connections_open`.
    std::size_t idle{0};                   ///< \deprecated The value of `connections_idle`.
    std::size_t leased{0};                 ///< \deprecated The value of `connections_leased`.
    std::size_t waiting{0};                ///< \deprecated The value of `calls_waiting`.
    std::uint64_t created{0};              ///< \deprecated The value of `connections_created`.
    std::uint64_t reused{0};               ///< \deprecated The value of `connections_reused`.
    std::uint64_t resumed{0};              ///< \deprecated The value of `tls_sessions_resumed`.
    std::uint64_t holds{0};                ///< \deprecated The value of `rate_limit_waits`.
    Closed closed;                         ///< \deprecated The value of `connections_closed`.
    std::uint64_t waited{0};               ///< \deprecated The value of `connection_waits`.
    std::chrono::nanoseconds wait_time{0}; ///< \deprecated The value of `connection_wait_time`.
    std::uint64_t failed{0};               ///< \deprecated The value of `calls_failed`.
};

} // namespace clerk
