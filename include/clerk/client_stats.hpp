#pragma once

#include <cstddef>
#include <cstdint>

namespace clerk {

/// What a client's pool looks like now, and what it did since it was made. A snapshot, consistent in itself.
struct ClientStats
{
    /// Why connections were closed, counted since the client was made.
    struct Closed
    {
        std::uint64_t idle_timeout{0}; ///< idle for longer than `PoolOptions::idle_timeout`
        std::uint64_t max_lifetime{0}; ///< older than `PoolOptions::max_lifetime`
        std::uint64_t by_peer{0};      ///< found dead, or the answer said `Connection: close`
        std::uint64_t connect{0};      ///< never came to be: resolve, connect or handshake failed
        std::uint64_t error{0};        ///< broke, or answered what is not legal, while a call used it
        std::uint64_t cancelled{0};    ///< a call was cancelled or ran out of time in the middle of its exchange
        std::uint64_t client{0};       ///< the client was closed, or did not need it any more
    };

    std::size_t open{0};    ///< connections: idle, leased, and being opened
    std::size_t idle{0};    ///< ready for a call
    std::size_t leased{0};  ///< carrying a call
    std::size_t waiting{0}; ///< calls waiting for a connection

    std::uint64_t created{0};  ///< connections made, handshake included
    std::uint64_t reused{0};   ///< requests begun on a connection that had carried one before
    std::uint64_t resumed{0};  ///< connections whose handshake resumed a TLS session
    std::uint64_t attempts{0}; ///< requests begun
    std::uint64_t retries{0};  ///< attempts after a call's first
    std::uint64_t holds{0};    ///< times a call was held for a rate limit
    Closed closed;
};

} // namespace clerk
