#pragma once

#include <clerk/observer.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The observer's view of one connection.
struct ConnectionTrace
{
    /// The events of a connection are emitted without a lock. If it is closed while `ConnectionOpen` is being emitted, the
    /// emitting thread also emits `ConnectionClose`.
    enum class State : std::uint8_t
    {
        connecting,
        opening,         ///< `ConnectionOpen` is being emitted
        open,            ///< it was emitted
        closed_too_soon, ///< closed in state `opening`
        closed
    };

    std::uint64_t id{0};
    State state{State::connecting};
    CloseReason reason{CloseReason::client};
    bool resumed{false};
    std::string peer_ip;
    std::string_view tls_version; ///< static storage
    std::chrono::steady_clock::time_point started{};
    std::chrono::steady_clock::time_point opened{};
};

} // namespace clerk::detail
