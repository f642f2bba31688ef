#pragma once

#include "policy/pool.hpp"
#include "policy/rate_gate.hpp"
#include "policy/retry_decision.hpp"
#include "transport/actions.hpp"
#include "transport/timers.hpp"

#include <clerk/client_options.hpp>
#include <clerk/client_stats.hpp>
#include <clerk/observer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace clerk::detail {

/// The facts about a response that the scheduler needs.
struct ResponseFacts
{
    int status{0};
    bool reusable{false}; ///< another request may follow on the connection
    std::optional<std::chrono::seconds> keep_alive_timeout{};
};

/// Decides what happens to calls and connections: queueing, leases, attempts, retries, rate limits, shutdown.
///
/// Events and the time go in, `Actions` come out. Has no sockets, locks or clocks. Not thread-safe.
class CallScheduler
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Nanoseconds = std::chrono::nanoseconds;

    struct Settings
    {
        PoolOptions pool;
        TimeoutOptions timeouts;
        RetryOptions retry;
    };

    /// The environment of a scheduler.
    struct Dependencies
    {
        std::function<std::shared_ptr<PooledConnection>()> make_connection; ///< may throw `std::bad_alloc`
        std::function<double()> random;                                     ///< uniform in [0, 1)
        std::function<Nanoseconds()> asleep;                                ///< how long the system was suspended
        std::function<std::chrono::system_clock::time_point()> wall_time{std::chrono::system_clock::now};
    };

    /// The delay before a step that ran out of memory is repeated.
    static constexpr std::chrono::milliseconds memory_pause{1};

    enum class Lifecycle : std::uint8_t
    {
        open,
        draining, ///< no new calls
        closed,   ///< no new connections and attempts
        context_destroyed
    };

    /// @param timers must outlive the scheduler
    CallScheduler(Settings const& settings, Dependencies dependencies, Timers& timers);

    // call_scheduler.cpp: from the start of a call to its attempt
    void start(std::shared_ptr<CallBase> call, TimePoint now, Actions& actions);

    /// Starts a call that continues the work of another one: after a pause and within the other's deadline; also while draining.
    void follow(std::shared_ptr<CallBase> call, CallBase const& first, Nanoseconds pause, TimePoint now, Actions& actions);

    /// A request that was assigned to a connection was not started.
    ///
    /// @param failure of the attempt, for `StartResult::failed`
    void on_not_started(CallBase& call, PooledConnection& connection, StartResult result, ClerkError failure, TimePoint now,
                        Actions& actions);

    /// The wait of a call is over: for a retry or the end of a rate limit.
    void resume(CallBase& call, TimePoint now, Actions& actions);

    // call_scheduler_endings.cpp: how attempts and calls end
    /// @param error null: the response is the result of the call
    /// @returns whether the caller completes the call: after its `CallTrace::emit_success`, if it has a trace
    [[nodiscard]] bool on_response(CallBase& call, PooledConnection& connection, ResponseFacts const& facts, ClerkError* error,
                                   TimePoint now, Actions& actions);

    /// The exchange failed, or was aborted (kind `cancelled`). The connection is closed.
    void on_exchange_failed(CallBase& call, PooledConnection& connection, ClerkError failure, TimePoint now, Actions& actions);

    /// Ends a call from outside.
    ///
    /// @returns the connection to abort the call's exchange on, if it is running
    [[nodiscard]] std::shared_ptr<PooledConnection> stop(CallBase& call, StopReason why, TimePoint now, Actions& actions);

    // call_scheduler_connections.cpp: events of connections
    void on_connected(PooledConnection& connection, bool resumed, TimePoint now, Actions& actions);
    void on_connect_failed(PooledConnection& connection, ClerkError const& failure, TimePoint now, Actions& actions);

    /// Opens connections for waiting calls. Called again at the end of a backoff.
    void open_connections(TimePoint now, Actions& actions);

    // call_scheduler_lifecycle.cpp
    [[nodiscard]] Lifecycle lifecycle() const noexcept { return lifecycle_; }

    void drain() noexcept { lifecycle_ = std::max(lifecycle_, Lifecycle::draining); }

    /// Refuses all new work. The running calls are to be stopped.
    void close() noexcept { lifecycle_ = std::max(lifecycle_, Lifecycle::closed); }

    /// Removes all timer entries up to that of a call to stop, and returns the call. Null if there is none. Operations that were
    /// not delivered yet are completed by the actions.
    [[nodiscard]] std::shared_ptr<CallBase> next_to_stop(Actions& actions) noexcept;

    void close_connections(Actions& actions);

    /// No call is running: stops connection attempts and lookups.
    void on_idle(Actions& actions);

    /// @throws std::bad_alloc without any effect
    void warm_up(std::shared_ptr<PendingWarmUp> warm_up, std::size_t connections, Actions& actions);

    /// Returns false if it has completed.
    [[nodiscard]] bool cancel(PendingWarmUp const& warm_up);

    /// The process is the child of a fork. Ends all calls and drops all connections, which must be abandoned.
    void on_forked(TimePoint now, Actions& actions);

    /// Removes all calls and connections without completing any call.
    void on_context_destroyed(TimePoint now, Actions& actions);

    [[nodiscard]] ClientStats stats() const noexcept;

private:
    using State = CallBase::State;

    /// Timer entry: the end of the connect backoff.
    struct ConnectBackoffEntry final : TimerEntry
    {
        ConnectBackoffEntry() noexcept : TimerEntry{Kind::connects} {}
    };

    void admit(CallBase& call, TimePoint now, Actions& actions);
    bool try_lease(CallBase& call, TimePoint now, Actions& actions);
    void assign(CallBase& call, PooledConnection& connection, TimePoint now, Actions& actions);
    void count_attempt(CallBase& call, PooledConnection& connection);
    void uncount_attempt(CallBase& call, PooledConnection& connection);
    void delay(CallBase& call, TimePoint now, Nanoseconds left, Actions& actions);

    void wait_in_queue(CallBase& call, TimePoint now);
    void leave_queue(CallBase& call, TimePoint now) noexcept;
    void end(CallBase& call, ClerkError error, TimePoint now, Actions& actions);
    [[nodiscard]] RetryDecision decide(ClerkError const& error, CallBase const& call, TimePoint now, bool reused) const noexcept;
    /// @param connection null: the connection attempt failed
    void attempt_failed(CallBase& call, PooledConnection* connection, ClerkError error, TimePoint now, Actions& actions,
                        bool reused = false);
    void end_waiting(CallBase& call, StopReason why, TimePoint now, Actions& actions);
    void end_attempt(CallBase& call, PooledConnection* connection, ClerkError error, TimePoint now, Actions& actions);

    // call_scheduler_events.cpp: for the observer
    [[nodiscard]] static bool record_attempt(CallBase& call, PooledConnection* connection, ClerkError const* error, TimePoint now,
                                             std::optional<Nanoseconds> retry_in) noexcept;
    static void observe_attempt(CallBase& call, PooledConnection* connection, ClerkError const& error, TimePoint now,
                                std::optional<Nanoseconds> retry_in, Actions& actions) noexcept;
    static void observe_hold(CallBase& call, Nanoseconds left, Actions& actions) noexcept;
    static void observe_open(PooledConnection& connection, TimePoint now, Actions& actions) noexcept;
    static void observe_close(PooledConnection& connection, CloseReason reason) noexcept;

    void refused_by_proxy(TimePoint now, std::size_t& waiters_to_fail, Actions& actions);
    [[nodiscard]] ClerkError proxy_refusal() const noexcept;

    [[nodiscard]] bool has_connection() const noexcept { return pool_.open() > pool_.connecting(); }

    void release(PooledConnection& connection, ResponseFacts const& facts, TimePoint now, Actions& actions);
    [[nodiscard]] CallBase* next_waiter(TimePoint now, Actions& actions);
    void close_idle_after_sleep(TimePoint now, Actions& actions);
    void close_idle(TimePoint now, CloseReason reason, Actions& actions);
    void serve_or_keep(PooledConnection& connection, TimePoint now, Actions& actions);
    void retire(PooledConnection& connection, CloseReason reason, Actions& actions);
    void retire_all(Actions& actions);
    bool open_connection(Actions& actions) noexcept;
    void update_warm_ups(PooledConnection const& done, ClerkError const* failure, Actions& actions);
    void complete_warm_ups(Actions& actions);

    Settings settings_;
    Dependencies dependencies_;
    Timers& timers_;
    ConnectBackoffEntry connect_backoff_;
    Pool pool_;
    RateGate gate_;
    std::vector<std::shared_ptr<PendingWarmUp>> warm_ups_;
    std::optional<ClerkError> last_connect_failure_;
    TimePoint last_connect_failure_at_{};
    TimePoint proxy_refuses_until_{};
    Nanoseconds asleep_seen_{0};
    ClientStats stats_;
    Lifecycle lifecycle_{Lifecycle::open};
};

} // namespace clerk::detail
