#pragma once

#include "net/exchange.hpp"
#include "net/resolver.hpp"
#include "tls/tls_context.hpp"
#include <clerk/detail/secret_text.hpp>

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace clerk::detail {

class Connection;

/// Settings of all connections of a client. Immutable.
struct ConnectionSettings
{
    boost::asio::any_io_executor executor;
    std::shared_ptr<Resolver> resolver; ///< of the proxy, if there is one
    SecretText connect_request;         ///< the CONNECT request; empty without a proxy
    std::optional<TlsContext> tls;      ///< unset: plain text, to loopback addresses only
    LimitOptions limits;
    std::chrono::milliseconds connect_timeout{0};
};

/// Receives connection events. Implemented by `Engine`. No member except `now` and `schedule` is called while a connection is
/// locked.
class ConnectionEvents
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    [[nodiscard]] virtual TimePoint now() const = 0;

    /// Schedules a call of `Connection::on_timer`.
    virtual void schedule(Connection& connection, TimePoint when) = 0;

    /// The handshake is complete. A request may be started.
    virtual void on_connected(Connection& connection) = 0;

    /// The connection attempt failed.
    virtual void on_connect_failed(Connection& connection, ClerkError failure) = 0;

    /// An exchange ended with a response, which `Connection::response` returns until the next exchange starts.
    virtual void on_response(Connection& connection, Exchange& exchange) = 0;

    /// An exchange ended without a response. The connection is closed.
    virtual void on_exchange_failed(Connection& connection, Exchange& exchange, ClerkError failure) = 0;

protected:
    ~ConnectionEvents() = default;
};

} // namespace clerk::detail
