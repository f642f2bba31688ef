#pragma once

#include "net/connection.hpp"
#include "net/connection_events.hpp"
#include "policy/pool.hpp"
#include "policy/rate_gate.hpp"
#include "policy/retry_decision.hpp"
#include "policy/timer_wheel.hpp"
#include "transport/call_base.hpp"
#include "transport/chain.hpp"
#include "transport/shutdown_service.hpp"
#include "transport/timer.hpp"
#include "transport/waits.hpp"

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
struct EngineSeams
{
    AlarmFactory alarm{&make_steady_alarm};
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

/// Runs calls: the queue, deadlines and retries.
///
/// One mutex guards the state, held for a bounded time. Connections have their own mutex. The engine's may be taken while a
/// connection's is held, never the reverse. Actions on connections and handlers are therefore collected under the mutex (`After`)
/// and performed after its release.
class Engine final : public ConnectionHost, public ContextBound, public std::enable_shared_from_this<Engine>
{
public:
    /// The caller must close the engine: it and its connections keep each other alive until then.
    [[nodiscard]] static std::shared_ptr<Engine> make(boost::asio::any_io_executor const& executor, EngineSettings settings,
                                                      EngineSeams seams = {});

    Engine(boost::asio::any_io_executor executor, EngineSettings settings, EngineSeams seams);

    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }

    [[nodiscard]] boost::asio::execution_context& context() const noexcept { return context_; }

    /// Begins a call.
    void start(std::shared_ptr<Operation> operation);

    /// Begins a call that goes on with the work of one that has ended: after a pause and within the other's deadline; also while
    /// a shutdown waits for calls to end.
    void follow(std::shared_ptr<Operation> operation, Operation const& first, std::chrono::nanoseconds pause);

    [[nodiscard]] TimePoint now() const override { return alarm_->now(); }

    /// Cancels the call. With `only_unsent`, does nothing if the socket has taken a byte of the request.
    void cancel(Operation& operation, bool only_unsent);

    /// A call that fails before it could begin.
    void refuse(std::shared_ptr<Operation> const& operation, ClerkError error);

    /// A call was made, which `delivered` follows.
    void begun() noexcept { active_.fetch_add(1, std::memory_order_relaxed); }

    /// A call's handler has returned, or was destroyed.
    void delivered() noexcept;

    /// Completes a call that has ended; later if there is no memory.
    void deliver(std::shared_ptr<Operation> const& operation) noexcept;

    // engine_lifecycle.cpp
    void close();
    void shutdown(std::shared_ptr<ShutdownWait> wait);
    void warm_up(std::shared_ptr<WarmUpWait> wait, std::size_t connections);
    void cancel(std::shared_ptr<ShutdownWait> const& wait);
    void cancel(std::shared_ptr<WarmUpWait> const& wait, ClerkError error);
    [[nodiscard]] ClientStats stats() const;

private:
    using Lock = std::unique_lock<std::mutex>;
    using Stop = Operation::Stop;
    using State = Operation::State;
    using Nanoseconds = std::chrono::nanoseconds;

    /// Until something is tried again that there was no memory for.
    static constexpr std::chrono::milliseconds memory_pause{1};

    /// Actions to perform after the mutex is released.
    struct After
    {
        std::shared_ptr<Operation> run;
        std::shared_ptr<Connection> run_on;
        std::shared_ptr<Connection> rest;
        Chain<Connection, &Connection::next_to_open> open;
        Chain<Connection, &Connection::next_to_close> close;
        Chain<Operation, &Operation::next> ended;
        Chain<WarmUpWait, &WarmUpWait::next> warmed;
        /// If set, handlers on the client's own executor are invoked immediately, and their first exception is stored here. Null:
        /// handlers are posted.
        std::exception_ptr* thrown{nullptr};
    };

    /// The time of delayed connection attempts.
    struct PutOffConnects final : Timed
    {
        PutOffConnects() noexcept : Timed{Kind::connects} {}
    };

    // engine.cpp: the way of a call
    void admit(Operation& operation, TimePoint now, After& after);
    bool lease(Operation& operation, TimePoint now, After& after);
    void give(Operation& operation, Connection& connection, TimePoint now, After& after);
    void count_attempt(Operation& operation, Connection& connection);
    void uncount_attempt(Operation& operation, Connection& connection);
    void hold(Operation& operation, TimePoint now, Nanoseconds left, After& after);
    void perform(After& after);
    void run(After& after);

    // engine_endings.cpp: how attempts and calls end
    void end(Operation& operation, ClerkError error, After& after);
    RetryDecision decide(ClerkError const& error, Operation const& operation, TimePoint now, bool reused) noexcept;
    void attempt_failed(Operation& operation, ClerkError error, TimePoint now, After& after, bool reused = false);
    void stop(std::shared_ptr<Operation> const& operation, Stop why, bool only_unsent, After& after);
    void stop_running(Lock& lock, std::shared_ptr<Operation> const& operation, Stop why, bool only_unsent, After& after);
    void complete(std::shared_ptr<Operation> const& operation, std::exception_ptr* thrown) noexcept;
    void deliver_later(std::shared_ptr<Operation> const& operation) noexcept;
    void drop(Operation& operation, Connection::Interrupted const& interrupted, After& after);
    ClerkError waiting_error(Operation& operation, Stop why);

    // engine_connections.cpp: events of connections
    void connected(Connection& connection) override;
    void not_connected(Connection& connection, ClerkError failure) override;
    void answered(Connection& connection, Exchange& exchange) override;
    void failed(Connection& connection, Exchange& exchange, ClerkError failure) override;
    void refused_by_proxy(TimePoint now, std::size_t& hearers, After& after);
    [[nodiscard]] ClerkError proxy_refusal() const noexcept;
    [[nodiscard]] bool has_connection() const noexcept;
    void release(Connection& connection, TimePoint now, After& after);
    Operation* next_waiter(TimePoint now, After& after);
    void close_idle_after_sleep(TimePoint now, After& after);
    void close_idle(TimePoint now, std::uint64_t& reason, After& after);
    void serve_or_keep(Connection& connection, TimePoint now, After& after);
    void retire(Connection& connection, std::uint64_t& reason, After& after);
    void open_wanted(TimePoint now, After& after);
    bool open_one(After& after) noexcept;
    void settle_warm_ups(Connection const& settled, ClerkError const* failure, After& after);
    void end_warm_ups(After& after);

    // engine_timers.cpp: time
    void schedule(Connection& connection, TimePoint when) override;
    void schedule(Timed& timed, TimePoint when);
    void set_alarm() noexcept;
    void ring();
    bool ring_for_some(std::exception_ptr& thrown);
    void due(std::shared_ptr<Operation> const& operation, TimePoint moment, std::exception_ptr& thrown);
    [[nodiscard]] TimerWheel::Tick tick_of(TimePoint when) const noexcept;

    // engine_lifecycle.cpp
    void quiesce();
    void on_context_destroyed() override;
    void on_forked() override;
    void give_up_connecting(After& after);
    void clear_alarm_if_idle();
    std::vector<std::shared_ptr<Operation>> take_operations();
    std::vector<std::shared_ptr<ShutdownWait>> take_shutdowns();
    void take_connections(After& after);

    boost::asio::any_io_executor executor_; ///< empty when the context is gone
    boost::asio::execution_context& context_;
    EngineSettings settings_;
    AlarmFactory make_alarm_;
    std::function<double()> random_;
    std::function<Nanoseconds()> asleep_;
    Nanoseconds asleep_seen_{0};
    TimePoint epoch_{};

    mutable std::mutex mutex_;
    std::unique_ptr<Alarm> alarm_;
    std::optional<TimerWheel::Tick> alarm_tick_;
    TimerWheel wheel_;
    PutOffConnects put_off_connects_;
    PoolState pool_;
    RateGate gate_;
    std::vector<std::shared_ptr<Connection>> connections_;
    std::vector<std::shared_ptr<WarmUpWait>> warm_ups_;
    std::vector<std::shared_ptr<ShutdownWait>> shutdowns_;
    std::optional<ClerkError> last_connect_failure_;
    TimePoint last_connect_failure_at_{};
    TimePoint proxy_refuses_until_{};
    ClientStats stats_;
    bool closing_{false}; ///< no new calls
    bool closed_{false};  ///< nor connections and attempts for those that run
    bool context_gone_{false};

    std::atomic<std::size_t> active_{0}; ///< calls whose handler has not returned
};

} // namespace clerk::detail
