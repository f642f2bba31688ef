#pragma once

#include "policy/intrusive_list.hpp"

#include <clerk/client_options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace clerk::detail {

/// The waiters and connections of a pool, and its decisions. Has no sockets, clocks or locks.
///
/// Connections are not opened for particular calls: waiters are served in FIFO order by the first connection that becomes ready.
class PoolState
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// A call that may wait; the transport's operation derives from it.
    class Waiter : public ListHook<Waiter>
    {};

    enum class Standing : std::uint8_t
    {
        connecting,
        leased,
        idle,
        gone
    };

    /// A connection as the pool sees it; the connection derives from it.
    class Entry : public ListHook<Entry>
    {
    public:
        [[nodiscard]] Standing standing() const noexcept { return standing_; }

        /// How many requests were begun on it.
        std::uint64_t served{0};

    private:
        friend class PoolState;

        Standing standing_{Standing::gone};
        TimePoint made_{};
        TimePoint idle_since_{};
        std::chrono::milliseconds idle_limit_{0};
    };

    explicit PoolState(PoolOptions const& options) noexcept : options_{options} {}

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
        Entry* entry{nullptr};
        Expiry expiry{Expiry::none};
    };

    /// Removes the idle connection that was used last. Null if none is idle. An expired one is no longer in the pool.
    [[nodiscard]] Taken take_idle(TimePoint now) noexcept;

    /// Removes an expired idle connection, to close it. Null if there is none. Considers the one that was used first.
    [[nodiscard]] Taken take_expired(TimePoint now) noexcept;

    /// Returns whether another call may wait, given the connections that can be opened.
    [[nodiscard]] bool may_wait(TimePoint now) const noexcept;

    void wait(Waiter& waiter) noexcept { waiting_.push_back(waiter); }

    void wait_first(Waiter& waiter) noexcept { waiting_.push_front(waiter); }

    void leave(Waiter& waiter) noexcept { waiting_.remove(waiter); }

    [[nodiscard]] Waiter* next_waiter() noexcept { return waiting_.pop_front(); }

    /// How many connections to open now for those that wait.
    [[nodiscard]] std::size_t wanted(TimePoint now) const noexcept;

    /// Returns when to call `wanted` again if nothing else happens: a delayed connection attempt has waiters.
    [[nodiscard]] std::optional<TimePoint> put_off_until(TimePoint now) const noexcept;

    /// How many more connections there may be.
    [[nodiscard]] std::size_t room() const noexcept { return options_.max_connections - open(); }

    void opening(Entry& entry) noexcept;

    /// A connection was established and is leased.
    void opened(Entry& entry, TimePoint now) noexcept;

    /// A connection attempt failed. Returns how many waiters to fail. Zero while another connection may still serve them; then
    /// one for each failure since.
    [[nodiscard]] std::size_t failed(Entry& entry, TimePoint now) noexcept;

    /// A leased connection is free again: whether it is young enough to be used.
    [[nodiscard]] Expiry age(Entry const& entry, TimePoint now) const noexcept;

    /// Keeps a leased connection for later; `peer_limit` is for how long the peer said it would.
    void keep(Entry& entry, TimePoint now, std::optional<std::chrono::milliseconds> peer_limit) noexcept;

    /// Removes a connection in any state.
    void remove(Entry& entry) noexcept;

    /// Returns the connection attempt that would serve this waiter if no connection became free. Null if there is none.
    [[nodiscard]] Entry* opening_for(Waiter const& waiter) noexcept;

    [[nodiscard]] std::size_t open() const noexcept { return connecting_.size() + idle_.size() + leased_; }

    [[nodiscard]] std::size_t idle() const noexcept { return idle_.size(); }

    [[nodiscard]] std::size_t leased() const noexcept { return leased_; }

    [[nodiscard]] std::size_t connecting() const noexcept { return connecting_.size(); }

    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    [[nodiscard]] bool puts_off(TimePoint now) const noexcept { return open() > 0 && now < no_connect_before_; }

    [[nodiscard]] Expiry idle_age(Entry const& entry, TimePoint now) const noexcept;

    PoolOptions options_;
    IntrusiveList<Waiter, Waiter> waiting_;
    IntrusiveList<Entry, Entry> idle_; ///< used last at the front
    IntrusiveList<Entry, Entry> connecting_;
    std::size_t leased_{0};
    std::size_t failures_{0};   ///< failed attempts since the last success
    std::size_t unreported_{0}; ///< of these, the ones that no waiter has heard of
    TimePoint no_connect_before_{};
};

} // namespace clerk::detail
