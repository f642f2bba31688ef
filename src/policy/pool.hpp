#pragma once

#include "policy/connection_trace.hpp"
#include "policy/timer_wheel.hpp"

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

#include <boost/intrusive/list.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace clerk::detail {

/// A connection as the pool sees it. `Connection` derives from it.
class PooledConnection : public boost::intrusive::list_base_hook<>,
                         public TimerEntry,
                         public std::enable_shared_from_this<PooledConnection>
{
public:
    enum class Status : std::uint8_t
    {
        connecting,
        leased,
        idle,
        gone
    };

    PooledConnection() noexcept : TimerEntry{Kind::connection} {}

    [[nodiscard]] Status status() const noexcept { return status_; }

    /// Returns the phase of the connection attempt. Thread-safe.
    [[nodiscard]] Phase phase() const noexcept { return phase_.load(std::memory_order_relaxed); }

    /// Number of requests that were started on it.
    std::uint64_t served{0};

    /// Null without an observer.
    std::unique_ptr<ConnectionTrace> trace;

    /// How long the peer keeps an idle connection. Unset: unknown.
    std::optional<std::chrono::milliseconds> peer_limit;

    // The links of `Actions`.
    std::shared_ptr<PooledConnection> next_to_open;
    std::shared_ptr<PooledConnection> next_to_close;

protected:
    std::atomic<Phase> phase_{Phase::resolve};

private:
    friend class Pool;

    Status status_{Status::gone};
    std::size_t index_{0};
    std::chrono::steady_clock::time_point connected_at_{};
    std::chrono::steady_clock::time_point idle_since_{};
    std::chrono::milliseconds idle_limit_{0};
};

/// The waiters and connections of a pool, and its decisions. Owns the connections. Has no sockets, clocks or locks.
///
/// Connections are not opened for particular calls: waiters are served in FIFO order by the first connection that becomes ready.
class Pool
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// A call that may wait; the transport's operation derives from it.
    class Waiter : public boost::intrusive::list_base_hook<>
    {};

    using Status = PooledConnection::Status;

    explicit Pool(PoolOptions const& options) noexcept : options_{options} {}

    /// Why a connection has expired.
    enum class Expiry
    {
        none,
        idle_timeout,
        max_lifetime
    };

    /// An idle connection that was taken: to use it, or to erase and close it if it has expired.
    struct Taken
    {
        PooledConnection* connection{nullptr};
        Expiry expiry{Expiry::none};
    };

    /// Takes the idle connection that was used last. Null if none is idle.
    [[nodiscard]] Taken take_idle(TimePoint now) noexcept;

    /// Takes an expired idle connection. Null if there is none. Considers the one that was used first.
    [[nodiscard]] Taken take_expired(TimePoint now) noexcept;

    /// Returns whether another call may wait, given the connections that can be opened.
    [[nodiscard]] bool can_enqueue(TimePoint now) const noexcept;

    void enqueue(Waiter& waiter) noexcept { waiting_.push_back(waiter); }

    void enqueue_front(Waiter& waiter) noexcept { waiting_.push_front(waiter); }

    void dequeue(Waiter& waiter) noexcept { waiting_.erase(waiting_.iterator_to(waiter)); }

    [[nodiscard]] Waiter* pop_waiter() noexcept
    {
        if (waiting_.empty()) return nullptr;
        auto& waiter = waiting_.front();
        waiting_.pop_front();
        return &waiter;
    }

    /// Returns how many connections to open now for the waiters.
    [[nodiscard]] std::size_t connects_needed(TimePoint now) const noexcept;

    /// Returns when to call `connects_needed` again if nothing else happens: a delayed connection attempt has waiters.
    [[nodiscard]] std::optional<TimePoint> backoff_end(TimePoint now) const noexcept;

    /// Returns how many more connections may be opened.
    [[nodiscard]] std::size_t capacity_left() const noexcept { return options_.max_connections - open(); }

    /// Adds a connection whose establishment starts.
    ///
    /// @throws std::bad_alloc without any effect
    void start_connect(std::shared_ptr<PooledConnection> connection);

    /// A connection was established and is leased.
    void on_connected(PooledConnection& connection, TimePoint now) noexcept;

    /// A connection attempt failed; the connection is to be erased. Returns how many waiters to fail. Zero while another
    /// connection may still serve them; then one for each failure since.
    [[nodiscard]] std::size_t on_connect_failed(PooledConnection& connection, TimePoint now) noexcept;

    /// A leased connection is free again. Returns whether it is too old to be used.
    [[nodiscard]] Expiry age(PooledConnection const& connection, TimePoint now) const noexcept;

    /// Keeps a leased connection for later.
    void make_idle(PooledConnection& connection, TimePoint now) noexcept;

    /// Removes a connection in any state. Returns its ownership; null if it was removed earlier.
    std::shared_ptr<PooledConnection> erase(PooledConnection& connection) noexcept;

    /// Returns all connections, in no particular order.
    [[nodiscard]] std::span<std::shared_ptr<PooledConnection> const> connections() const noexcept { return connections_; }

    /// Returns the connection attempt that started first. Null if there is none.
    [[nodiscard]] PooledConnection* oldest_connecting() noexcept { return connecting_.empty() ? nullptr : &connecting_.front(); }

    /// Returns the connection attempt that would serve this waiter if no connection became free. Null if there is none.
    [[nodiscard]] PooledConnection* connect_for(Waiter const& waiter) noexcept;

    [[nodiscard]] std::size_t open() const noexcept { return connecting_.size() + idle_.size() + leased_; }

    [[nodiscard]] std::size_t idle() const noexcept { return idle_.size(); }

    [[nodiscard]] std::size_t leased() const noexcept { return leased_; }

    [[nodiscard]] std::size_t connecting() const noexcept { return connecting_.size(); }

    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    [[nodiscard]] bool in_backoff(TimePoint now) const noexcept { return open() > 0 && now < backoff_end_; }

    [[nodiscard]] Expiry idle_age(PooledConnection const& connection, TimePoint now) const noexcept;

    PoolOptions options_;
    std::vector<std::shared_ptr<PooledConnection>> connections_;
    boost::intrusive::list<Waiter> waiting_;
    boost::intrusive::list<PooledConnection> idle_; ///< used last at the front
    boost::intrusive::list<PooledConnection> connecting_;
    std::size_t leased_{0};
    std::size_t failures_{0};   ///< failed attempts since the last success
    std::size_t unreported_{0}; ///< of these, the ones that failed no waiter
    TimePoint backoff_end_{};
};

} // namespace clerk::detail
