#pragma once

#include "common/ranked_mutex.hpp"
#include "net/connection_events.hpp"
#include "net/connection_state.hpp"
#include "net/connector.hpp"
#include "net/handler_memory.hpp"
#include "policy/pool.hpp"
#include "policy/timer_wheel.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <optional>

namespace clerk::detail {

/// Moves bytes between a socket and its `ConnectionState`.
///
/// Its mutex guards everything except the base classes, which belong to the host. Events of all threads are processed under this
/// mutex for a bounded time; the host is notified after it is released.
class Connection final : public PooledConnection
{
public:
    Connection(std::shared_ptr<ConnectionEvents> events, std::shared_ptr<ConnectionSettings const> settings);

    /// Starts to establish the connection: lookup, connect, proxy tunnel, handshake.
    void open();

    /// Starts an exchange, unless the peer has closed the connection or sent unexpected bytes.
    [[nodiscard]] StartResult start(Exchange& exchange);

    /// Ends the exchange, if it runs here, and closes the connection. Reports `on_exchange_failed` with an error of kind
    /// `cancelled`. Its `stop_reason` is the given one, if it had none.
    ///
    /// With `cancelled_if_unsent`, an exchange that has sent a byte continues.
    void abort(Exchange& exchange, StopReason reason);

    /// Closes the connection; aborts the running exchange. Sends close_notify if that does not block.
    void close();

    /// Closes the connection. Sends and reports nothing.
    void abandon();

    /// Releases memory that only exchanges need, unless one is running. The response stays valid.
    void release_buffers();

    /// The time given to `ConnectionEvents::schedule` has come.
    void on_timer();

    // Between two exchanges:
    [[nodiscard]] Response const& response() const noexcept { return state_.response(); }

    void discard_body() { state_.discard_body(); }

    [[nodiscard]] bool reusable() const noexcept { return state_.reusable(); }

    [[nodiscard]] bool resumed() const noexcept { return state_.resumed(); }

    /// Returns the error after `StartResult::failed`.
    [[nodiscard]] ClerkError take_failure() noexcept { return std::move(failure_); }

private:
    using Socket = boost::asio::ip::tcp::socket;
    using Lock = std::unique_lock<ConnectionMutex>;
    using error_code = boost::system::error_code;

    enum class Stage
    {
        fresh,
        starved, ///< there was no memory to start; the timer ends it
        resolving,
        connecting,
        handshake, ///< including the proxy tunnel before it
        open,
        closed
    };

    /// Runs `step(lock)` under the mutex. If it runs out of memory, the connection and its exchange fail.
    template <class Step>
    void run_step(Step step)
    {
        Lock lock{mutex_};
        try
        {
            step(lock);
        }
        catch (std::bad_alloc const&)
        {
            if (!lock.owns_lock()) throw; // thrown by a completion handler
            fail_without_memory(lock);
        }
    }

    void fail_without_memory(Lock& lock);

    [[nodiscard]] std::shared_ptr<Connection> shared_self() { return std::static_pointer_cast<Connection>(shared_from_this()); }

    // connection_open.cpp: until the handshake
    void on_resolved(Lock& lock, error_code ec, Endpoints const& endpoints);
    void start_resolving();
    void start_connecting(Endpoints const& endpoints);
    void on_no_endpoint(Lock& lock);
    void connect_next();
    void on_attempt_done(Lock& lock, Connector::Attempt attempt, error_code ec);
    void on_timer(Lock& lock);
    void adopt(Lock& lock, Socket socket);
    void fail_connecting(Lock& lock, ErrorKind kind, std::string detail, error_code cause);
    void fail_connecting(Lock& lock, ClerkError failure);
    [[nodiscard]] std::string direct_or_proxied(std::string_view direct, std::string_view proxied) const;

    // connection_observed.cpp
    static void begin_trace(RequestParts const& request, ExchangeTrace& to) noexcept;
    void update_trace(ExchangeTrace& to) const;
    void complete_trace();

    // connection.cpp: from the handshake on

    struct Received
    {
        error_code ec;
        std::size_t size{0};
    };

    template <class Handler>
    void start_reading(Handler handler);
    void receive();
    [[nodiscard]] Received receive_at_once();
    void on_received(Lock& lock, error_code ec, std::size_t size);
    void proceed(Lock& lock, ConnectionState::Step step);
    void on_failure(Lock& lock);
    bool is_alive();
    error_code send();
    StartResult write_request(bool first_use, Exchange& exchange);
    StartResult start_failed(ClerkError failure);
    StartResult close_dead(bool first_use, error_code ec);
    void abort_running(Lock& lock, StopReason reason);
    void on_writable(Lock& lock, error_code ec);
    void close_socket() noexcept;

    std::shared_ptr<ConnectionEvents> events_;
    std::shared_ptr<ConnectionSettings const> settings_;
    ConnectionMutex mutex_;
    Socket socket_;
    ConnectionState state_;
    Stage stage_{Stage::fresh};
    Exchange* exchange_{nullptr};
    RequestStorage request_storage_;
    bool receiving_{false};
    bool awaiting_writable_{false};
    bool used_{false};
    ClerkError failure_;
    std::unique_ptr<Connector> connector_; ///< until the handshake is complete

    std::array<char, 4096> received_;
    HandlerMemory receive_memory_;
};

} // namespace clerk::detail
