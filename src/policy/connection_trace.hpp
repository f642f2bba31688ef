#pragma once

#include <clerk/observer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The observer's view of one connection.
struct ConnectionTrace
{
    enum class State : std::uint8_t
    {
        connecting,
        opening, ///< `ConnectionOpen` is being emitted without a lock
        open,    ///< it was emitted
        closed
    };

    std::uint64_t id{0};
    std::shared_ptr<void> self; ///< the connection, until `ConnectionOpen` is emitted
    State state{State::connecting};
    CloseReason reason{CloseReason::client};
    /// Closed in state `open`: the thread that closes the connection emits `ConnectionClose`. Otherwise, the thread that emits
    /// `ConnectionOpen` does so afterwards.
    bool closer_emits{false};
    bool resumed{false};
    std::string peer_ip;
    std::string_view tls_version; ///< static storage
    std::chrono::steady_clock::time_point started{};
    std::chrono::steady_clock::time_point opened{};
};

} // namespace clerk::detail
