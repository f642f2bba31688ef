#pragma once

#include "net/connection_events.hpp"
#include "net/connection_state.hpp"
#include "net/handler_memory.hpp"
#include "policy/pool.hpp"
#include "policy/timer_entry.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <optional>

namespace clerk::detail {

/// Moves bytes between a socket and its `ConnectionState`.
///
/// Its mutex guards everything except the base classes, which belong to the host. Events of all threads are processed under this
/// mutex for a bounded time; the host is notified after it is released.
class Connection final : public PoolState::Entry, public Timed, public std::enable_shared_from_this<Connection>
{
public:
    Connection(std::shared_ptr<ConnectionHost> host, std::shared_ptr<ConnectionSettings const> settings);

    /// Begins to resolve, connect and shake hands.
    void open();

    enum class Run
    {
        started,
        dead,    ///< the connection was found dead before a byte of the request was taken: it is closed
        stopped, ///< the exchange was stopped before it began; the connection lives
        failed   ///< the same on a connection that was never used before, or encrypting failed: it is closed
    };
    /// Starts an exchange, unless the peer has closed the connection or sent unexpected bytes.
    [[nodiscard]] Run run(Exchange& exchange);

    /// Result of an attempt to interrupt an exchange, and the state of the exchange.
    struct Interrupted
    {
        enum class How
        {
            done,     ///< it is ended and the connection closed
            too_late, ///< only an unsent one was to be interrupted
            not_here  ///< it does not run here: it has ended, or has not begun
        };

        How how{How::not_here};
        Phase phase{Phase::queue};
        bool first_byte_taken{false};
        int status{0};
    };

    /// Ends the exchange and closes the connection, without a word to the host.
    [[nodiscard]] Interrupted interrupt(Exchange& exchange, bool only_unsent);

    /// The exchange that was running when the connection was closed, if any, and its state.
    struct Dropped
    {
        Exchange* exchange{nullptr};
        Interrupted end;
    };

    /// Closes the connection without notifying the host; the running exchange gets no further event. With `politely`, sends
    /// close_notify if that does not block.
    Dropped close(bool politely);

    /// Releases memory that only exchanges need, unless one is running. The response stays valid.
    void release_buffers();

    // For the host: the index in its list, and the links of its action lists.
    std::size_t index{0};
    std::shared_ptr<Connection> next_to_open;
    std::shared_ptr<Connection> next_to_close;

    /// The moment given to `ConnectionHost::schedule` has come.
    void on_timer();

    [[nodiscard]] Phase phase() const noexcept { return phase_.load(std::memory_order_relaxed); }

    // Between two exchanges:
    [[nodiscard]] Response const& response() const noexcept { return state_.response(); }

    void discard_body() { state_.discard_body(); }

    [[nodiscard]] bool reusable() const noexcept { return state_.reusable(); }

    [[nodiscard]] bool resumed() const noexcept { return state_.resumed(); }

    /// After `Run::failed`.
    [[nodiscard]] ClerkError take_failure() noexcept { return std::move(failure_); }

private:
    using Socket = boost::asio::ip::tcp::socket;
    using Lock = std::unique_lock<std::mutex>;
    using TimePoint = ConnectionHost::TimePoint;
    using error_code = boost::system::error_code;

    enum class Stage
    {
        fresh,
        starved, ///< there was no memory to begin; the timer ends it
        resolving,
        dialing,
        handshake, ///< the proxy's tunnel before it included
        open,
        closed
    };

    /// Runs `step(lock)` under the mutex. If memory runs out in it, the connection fails, and the exchange on it.
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
            if (!lock.owns_lock()) throw; // a handler's own, which the host has invoked
            fail_without_memory(lock);
        }
    }

    void fail_without_memory(Lock& lock);

    // connection_open.cpp: until the handshake
    void on_resolved(Lock& lock, error_code ec, Endpoints const& endpoints);
    void begin_open();
    void start_dialing(Endpoints const& endpoints);
    void on_no_endpoint(Lock& lock);
    void dial_next();
    void on_dialed(Lock& lock, std::list<Socket>::iterator attempt, error_code ec);
    void on_timer(Lock& lock);
    void adopt(Lock& lock, Socket socket);
    void fail_connecting(Lock& lock, ErrorKind kind, std::string detail, error_code cause);
    void fail_connecting(Lock& lock, ClerkError failure);
    [[nodiscard]] std::string whom(std::string_view direct, std::string_view proxied) const;
    void schedule(TimePoint when);

    // connection.cpp: from the handshake on
    void receive();
    void on_received(Lock& lock, error_code ec, std::size_t size);
    void proceed(Lock& lock, ConnectionState::Step step);
    void on_failure(Lock& lock);
    bool looks_alive();
    error_code send();
    Run begin(bool fresh, Exchange& exchange);
    Run run_failed();
    Run not_begun(bool fresh, error_code ec);
    void on_writable(Lock& lock, error_code ec);
    void shut() noexcept;

    std::shared_ptr<ConnectionHost> host_;
    std::shared_ptr<ConnectionSettings const> settings_;
    std::mutex mutex_;
    Socket socket_;
    ConnectionState state_;
    Stage stage_{Stage::fresh};
    std::atomic<Phase> phase_{Phase::resolve};
    Exchange* exchange_{nullptr};
    bool receiving_{false};
    bool awaiting_writable_{false};
    bool used_{false};
    ClerkError failure_;

    Endpoints endpoints_;
    std::size_t next_endpoint_{0};
    std::list<Socket> dialed_;
    TimePoint connect_deadline_{};
    TimePoint next_dial_{};

    std::array<char, 4096> received_;
    HandlerMemory receive_memory_;
};

} // namespace clerk::detail
