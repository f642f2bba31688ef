#pragma once

#include "net/intrusive_list.hpp"

#include <clerk/client_options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace clerk::detail {

/// Who waits for a connection, and which connections there are: the decisions of a pool, without sockets, clocks or locks.
///
/// A connection is not opened for one call: whoever waits longest takes whichever is ready first.
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

    /// An idle connection taken for a call, or for closing where it has expired.
    struct Taken
    {
        Entry* entry{nullptr};
        Expiry expiry{Expiry::none};
    };

    /// Takes the idle connection that was used last; nothing where none is idle. An expired one has left the pool.
    [[nodiscard]] Taken take_idle(TimePoint now) noexcept;

    /// Takes an idle connection out that has expired, for closing; nothing where none has. Looks at the one used longest ago.
    [[nodiscard]] Taken take_expired(TimePoint now) noexcept;

    /// Whether one more call may wait, given what could be opened for it now.
    [[nodiscard]] bool may_wait(TimePoint now) const noexcept;

    void wait(Waiter& waiter) noexcept { waiting_.push_back(waiter); }

    void wait_first(Waiter& waiter) noexcept { waiting_.push_front(waiter); }

    void leave(Waiter& waiter) noexcept { waiting_.remove(waiter); }

    [[nodiscard]] Waiter* next_waiter() noexcept { return waiting_.pop_front(); }

    /// How many connections to open now for those that wait.
    [[nodiscard]] std::size_t wanted(TimePoint now) const noexcept;

    /// When to ask for `wanted` again even if nothing happens until then: somebody waits for a connect that is put off.
    [[nodiscard]] std::optional<TimePoint> put_off_until(TimePoint now) const noexcept;

    /// How many more connections there may be.
    [[nodiscard]] std::size_t room() const noexcept { return options_.max_connections - open(); }

    void opening(Entry& entry) noexcept;

    /// A connection has come to be, and is leased to whoever asks next.
    void opened(Entry& entry, TimePoint now) noexcept;

    /// A connection being opened has failed. @returns how many waiters should hear of it: while something else may serve them,
    /// none; then one for each failure since
    [[nodiscard]] std::size_t failed(Entry& entry, TimePoint now) noexcept;

    /// A leased connection is free again: whether it is young enough to be used.
    [[nodiscard]] Expiry age(Entry const& entry, TimePoint now) const noexcept;

    /// Keeps a leased connection for later; `peer_limit` is for how long the peer said it would.
    void keep(Entry& entry, TimePoint now, std::optional<std::chrono::milliseconds> peer_limit) noexcept;

    /// A connection is no more, whatever it was.
    void remove(Entry& entry) noexcept;

    /// The connection that is being opened and would serve this waiter, were none freed before; null where there is none.
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
    std::size_t failures_{0};   ///< connects that failed since one came to be
    std::size_t unreported_{0}; ///< of these, the ones that no waiter has heard of
    TimePoint no_connect_before_{};
};

} // namespace clerk::detail
