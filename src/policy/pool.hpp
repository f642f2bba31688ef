#pragma once

#include "policy/connection_trace.hpp"
#include "policy/timer_entry.hpp"

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

#include <boost/intrusive/list.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

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

    /// How long the peer keeps an idle connection, if it says so.
    std::optional<std::chrono::milliseconds> peer_limit;

    // For the scheduler: the index in its list, and the links of `Actions`.
    std::size_t index{0};
    std::shared_ptr<PooledConnection> next_to_open;
    std::shared_ptr<PooledConnection> next_to_close;

protected:
    std::atomic<Phase> phase_{Phase::resolve};

private:
    friend class Pool;

    Status status_{Status::gone};
    std::chrono::steady_clock::time_point connected_at_{};
    std::chrono::steady_clock::time_point idle_since_{};
    std::chrono::milliseconds idle_limit_{0};
};

/// The waiters and connections of a pool, and its decisions. Has no sockets, clocks or locks.
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

    /// Why a connection left the pool by its age.
    enum class Expiry
    {
        none,
        idle_timeout,
        max_lifetime
    };

    /// An idle connection that was removed: to use it, or to close it if it has expired.
    struct Taken
    {
        PooledConnection* connection{nullptr};
        Expiry expiry{Expiry::none};
    };

    /// Removes the idle connection that was used last. Null if none is idle. An expired one is no longer in the pool.
    [[nodiscard]] Taken take_idle(TimePoint now) noexcept;

    /// Removes an expired idle connection, to close it. Null if there is none. Considers the one that was used first.
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

    /// How many connections to open now for those that wait.
    [[nodiscard]] std::size_t connects_needed(TimePoint now) const noexcept;

    /// Returns when to call `connects_needed` again if nothing else happens: a delayed connection attempt has waiters.
    [[nodiscard]] std::optional<TimePoint> backoff_end(TimePoint now) const noexcept;

    /// How many more connections there may be.
    [[nodiscard]] std::size_t capacity_left() const noexcept { return options_.max_connections - open(); }

    void start_connect(PooledConnection& connection) noexcept;

    /// A connection was established and is leased.
    void on_connected(PooledConnection& connection, TimePoint now) noexcept;

    /// A connection attempt failed. Returns how many waiters to fail. Zero while another connection may still serve them; then
    /// one for each failure since.
    [[nodiscard]] std::size_t on_connect_failed(PooledConnection& connection, TimePoint now) noexcept;

    /// A leased connection is free again: whether it is young enough to be used.
    [[nodiscard]] Expiry age(PooledConnection const& connection, TimePoint now) const noexcept;

    /// Keeps a leased connection for later.
    void make_idle(PooledConnection& connection, TimePoint now) noexcept;

    /// Removes a connection in any state.
    void erase(PooledConnection& connection) noexcept;

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
    boost::intrusive::list<Waiter> waiting_;
    boost::intrusive::list<PooledConnection> idle_; ///< used last at the front
    boost::intrusive::list<PooledConnection> connecting_;
    std::size_t leased_{0};
    std::size_t failures_{0};   ///< failed attempts since the last success
    std::size_t unreported_{0}; ///< of these, the ones that no waiter has heard of
    TimePoint backoff_end_{};
};

} // namespace clerk::detail
