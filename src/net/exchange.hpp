#pragma once

#include "wire/request_head.hpp"
#include "wire/response.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace clerk::detail {

/// Why a call is ended from outside.
enum class StopReason : std::uint8_t
{
    none,
    deadline,
    attempt_timeout,
    cancelled,
    cancelled_if_unsent, ///< total cancellation: ignored if the socket has taken a byte of the request
    closed
};

/// The result of starting an exchange on a connection.
enum class StartResult : std::uint8_t
{
    started,
    dead,    ///< the connection was found dead before the socket took a byte of the request: it is closed
    stopped, ///< the exchange has a `stop_reason`; the connection stays open
    failed   ///< found dead on its first use, or encrypting failed: it is closed
};

/// Measurements of an exchange for an observer.
struct ExchangeTrace
{
    std::chrono::steady_clock::time_point first_byte{}; ///< of the response. The epoch: it has not arrived
    std::size_t request_bytes{0};
    std::size_t response_bytes{0};
};

/// One request and its response on a connection. `CallBase` derives from it.
class Exchange
{
public:
    /// Returns the bytes of the request. Called each time the request is started.
    ///
    /// @param storage owns what the exchange does not own; the connection keeps it until the exchange has ended
    [[nodiscard]] virtual RequestParts request(RequestStorage& storage) = 0;

    /// Returns the requirements on the response.
    [[nodiscard]] virtual ExpectedResponse expected() const noexcept { return {}; }

    /// Null without an observer.
    ExchangeTrace* trace{nullptr};

    /// Set before `Connection::abort`, because the connection may not have started the exchange yet.
    std::atomic<StopReason> stop_reason{StopReason::none};

protected:
    ~Exchange() = default;
};

} // namespace clerk::detail
