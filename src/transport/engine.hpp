#pragma once

#include "common/ranked_mutex.hpp"
#include "net/connection.hpp"
#include "net/connection_events.hpp"
#include "policy/pool.hpp"
#include "policy/rate_gate.hpp"
#include "policy/retry_decision.hpp"
#include "transport/call_base.hpp"
#include "transport/chain.hpp"
#include "transport/context_service.hpp"
#include "transport/lifecycle_ops.hpp"
#include "transport/timers.hpp"

#include <clerk/client_stats.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <vector>

namespace clerk::detail {

/// Replacements for time and randomness in tests.
struct EngineDependencies
{
    TimerFactory timer{&make_steady_timer};
    std::function<double()> random;                   ///< uniform in [0, 1); unset = a generator seeded by the system
    std::function<std::chrono::nanoseconds()> asleep; ///< how long the system was suspended; unset = `time_asleep`
};

/// Settings of an engine. Validated by the caller.
struct EngineSettings
{
    PoolOptions pool;
    TimeoutOptions timeouts;
    RetryOptions retry;
    std::shared_ptr<ConnectionSettings const> connections;
};

/// Runs calls: queues them, leases connections, enforces deadlines and schedules retries.
///
/// One mutex guards the state, held for a bounded time. The mutex of a connection comes before it in the lock order. Actions on
/// connections and handlers are therefore collected under the mutex (`Actions`) and performed after its release: see `transact`.
class Engine final : public ConnectionEvents, public ContextListener, public std::enable_shared_from_this<Engine>
{
public:
    /// The caller must close the engine: it and its connections keep each other alive until then.
    [[nodiscard]] static std::shared_ptr<Engine> make(boost::asio::any_io_executor const& executor, EngineSettings settings,
                                                      EngineDependencies dependencies = {});

    Engine(boost::asio::any_io_executor executor, EngineSettings settings, EngineDependencies dependencies);

    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }

    /// Begins a call.
    void start(std::shared_ptr<CallBase> operation);

    /// Begins a call that goes on with the work of one that has ended: after a pause and within the other's deadline; also while
    /// a shutdown waits for calls to end.
    void follow(std::shared_ptr<CallBase> operation, CallBase const& first, std::chrono::nanoseconds pause);

    [[nodiscard]] TimePoint now() const override { return timers_.now(); }

    /// Cancels the call. With `only_unsent`, does nothing if the socket has taken a byte of the request.
    void cancel(CallBase& operation, bool only_unsent);

    /// A call that fails before it could begin.
    void refuse(std::shared_ptr<CallBase> const& operation, ClerkError error);

    /// A call was made, which `on_call_delivered` follows.
    void on_call_created() noexcept { active_.fetch_add(1, std::memory_order_relaxed); }

    /// A call's handler has returned, or was destroyed.
    void on_call_delivered() noexcept;

    /// Completes a call that has ended; later if there is no memory.
    void deliver(std::shared_ptr<CallBase> const& operation) noexcept;

    // engine_lifecycle.cpp
    void close();
    void shutdown(std::shared_ptr<ShutdownOp> op);
    void warm_up(std::shared_ptr<WarmUpOp> op, std::size_t connections);
    void cancel(std::shared_ptr<ShutdownOp> const& op);
    void cancel(std::shared_ptr<WarmUpOp> const& op);
    [[nodiscard]] ClientStats stats() const;

private:
    using Lock = std::unique_lock<EngineMutex>;
    using State = CallBase::State;
    using Nanoseconds = std::chrono::nanoseconds;

    /// The delay before a step is repeated that ran out of memory.
    static constexpr std::chrono::milliseconds memory_pause{1};

    enum class Lifecycle : std::uint8_t
    {
        open,
        draining, ///< no new calls
        closed,   ///< no new connections and attempts either
        context_destroyed
    };

    /// Actions to perform after the mutex is released.
    struct Actions
    {
        std::shared_ptr<CallBase> run;
        std::shared_ptr<Connection> run_on;
        std::shared_ptr<Connection> trim;
        Chain<Connection, &Connection::next_to_open> open;
        Chain<Connection, &Connection::next_to_close> close;
        Chain<CallBase, &CallBase::next> ended;
        Chain<WarmUpOp, &WarmUpOp::next> warmed_up;
        /// If set, handlers on the client's own executor are invoked immediately, and their first exception is stored here. Null:
        /// handlers are posted.
        std::exception_ptr* thrown{nullptr};
    };

    /// Timer entry: the end of the connect backoff.
    struct ConnectBackoffEntry final : TimerEntry
    {
        ConnectBackoffEntry() noexcept : TimerEntry{Kind::connects} {}
    };

    /// Invokes `step(actions)` under the mutex and performs the actions after its release. Does nothing if the context is
    /// destroyed: the handlers of its calls are destroyed without being invoked.
    template <class Step>
    void transact(Step step, std::exception_ptr* thrown = nullptr)
    {
        Actions actions;
        actions.thrown = thrown;
        {
            Lock const lock{mutex_};
            if (lifecycle_ == Lifecycle::context_destroyed) return;
            step(actions);
        }
        perform(actions);
    }

    // engine.cpp: from the start of a call to its attempt
    void admit(CallBase& operation, TimePoint now, Actions& actions);
    bool try_lease(CallBase& operation, TimePoint now, Actions& actions);
    void assign(CallBase& operation, Connection& connection, TimePoint now, Actions& actions);
    void count_attempt(CallBase& operation, Connection& connection);
    void uncount_attempt(CallBase& operation, Connection& connection);
    void delay(CallBase& operation, TimePoint now, Nanoseconds left, Actions& actions);
    void perform(Actions& actions);
    void start_exchange(Actions& actions);

    // engine_endings.cpp: how attempts and calls end
    void end(CallBase& operation, ClerkError error, Actions& actions);
    RetryDecision decide(ClerkError const& error, CallBase const& operation, TimePoint now, bool reused) noexcept;
    void attempt_failed(CallBase& operation, ClerkError error, TimePoint now, Actions& actions, bool reused = false);
    void stop(std::shared_ptr<CallBase> const& call, StopReason why, std::exception_ptr* thrown = nullptr);
    void complete(std::shared_ptr<CallBase> const& operation, std::exception_ptr* thrown) noexcept;
    void deliver_later(std::shared_ptr<CallBase> const& operation) noexcept;
    ClerkError waiting_error(CallBase& call, StopReason why);

    // engine_connections.cpp: events of connections
    void on_connected(Connection& connection) override;
    void on_connect_failed(Connection& connection, ClerkError failure) override;
    void on_response(Connection& connection, Exchange& exchange) override;
    void on_exchange_failed(Connection& connection, Exchange& exchange, ClerkError failure) override;
    void refused_by_proxy(TimePoint now, std::size_t& waiters_to_fail, Actions& actions);
    [[nodiscard]] ClerkError proxy_refusal() const noexcept;
    [[nodiscard]] bool has_connection() const noexcept;
    void release(Connection& connection, TimePoint now, Actions& actions);
    CallBase* next_waiter(TimePoint now, Actions& actions);
    void close_idle_after_sleep(TimePoint now, Actions& actions);
    void close_idle(TimePoint now, std::uint64_t& reason, Actions& actions);
    void serve_or_keep(Connection& connection, TimePoint now, Actions& actions);
    void retire(Connection& connection, std::uint64_t& reason, Actions& actions);
    void open_connections(TimePoint now, Actions& actions);
    bool open_connection(Actions& actions) noexcept;
    void update_warm_ups(Connection const& done, ClerkError const* failure, Actions& actions);
    void complete_warm_ups(Actions& actions);

    // engine_timers.cpp: time
    void schedule(Connection& connection, TimePoint when) override;
    void on_timer();
    bool process_expired(std::exception_ptr& thrown);
    void on_call_timer(std::shared_ptr<CallBase> const& operation, TimePoint moment, std::exception_ptr& thrown);

    // engine_lifecycle.cpp
    void on_idle();
    void on_context_destroyed() override;
    void on_forked() override;
    void cancel_connects(Actions& actions);
    std::vector<std::shared_ptr<CallBase>> extract_calls();
    std::vector<std::shared_ptr<ShutdownOp>> extract_shutdowns();
    void close_connections(Actions& actions);

    boost::asio::any_io_executor executor_; ///< empty when the context is gone
    boost::asio::execution_context& context_;
    EngineSettings settings_;
    std::function<double()> random_;
    std::function<Nanoseconds()> asleep_;
    Nanoseconds asleep_seen_{0};

    mutable EngineMutex mutex_;
    Timers timers_;
    ConnectBackoffEntry connect_backoff_;
    Pool pool_;
    RateGate gate_;
    std::vector<std::shared_ptr<Connection>> connections_;
    std::vector<std::shared_ptr<WarmUpOp>> warm_ups_;
    std::vector<std::shared_ptr<ShutdownOp>> shutdowns_;
    std::optional<ClerkError> last_connect_failure_;
    TimePoint last_connect_failure_at_{};
    TimePoint proxy_refuses_until_{};
    ClientStats stats_;
    Lifecycle lifecycle_{Lifecycle::open};

    std::atomic<std::size_t> active_{0}; ///< calls whose handler has not returned
};

} // namespace clerk::detail
