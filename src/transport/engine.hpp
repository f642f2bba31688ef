#pragma once

#include "common/ranked_mutex.hpp"
#include "net/connection.hpp"
#include "net/connection_events.hpp"
#include "transport/call_scheduler.hpp"
#include "transport/call_trace.hpp"
#include "transport/context_service.hpp"
#include "transport/lifecycle_ops.hpp"
#include "transport/timers.hpp"

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
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
    std::shared_ptr<Observation const> observation{}; ///< null without an observer
};

/// Runs calls: passes events to a `CallScheduler` under a mutex and performs its decisions.
///
/// The mutex is held for a bounded time. The mutex of a connection comes before it in the lock order. Actions on connections and
/// handlers are therefore performed after its release: see `transact`.
class Engine final : public ConnectionEvents, public ContextListener, public std::enable_shared_from_this<Engine>
{
public:
    /// The caller must close the engine: it and its connections keep each other alive until then.
    [[nodiscard]] static std::shared_ptr<Engine> make(boost::asio::any_io_executor const& executor, EngineSettings settings,
                                                      EngineDependencies dependencies = {});

    Engine(boost::asio::any_io_executor executor, EngineSettings settings, EngineDependencies dependencies);

    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }

    [[nodiscard]] TimePoint now() const override { return timers_.now(); }

    /// Starts a call.
    void start(std::shared_ptr<CallBase> call);

    /// See `CallScheduler::follow`.
    void follow(std::shared_ptr<CallBase> call, CallBase const& first, std::chrono::nanoseconds pause);

    /// Cancels the call. With `only_unsent`, does nothing if the socket has taken a byte of the request.
    void cancel(CallBase& call, bool only_unsent);

    /// Completes a call that validation refused.
    void refuse(std::shared_ptr<CallBase> const& call, ClerkError error);

    /// A call was created; `on_call_delivered` follows.
    void on_call_created() noexcept { active_.fetch_add(1, std::memory_order_relaxed); }

    /// The handler of a call has returned, or was destroyed.
    void on_call_delivered() noexcept;

    /// Completes a call that has ended; later if there is no memory.
    void deliver(std::shared_ptr<CallBase> const& call) noexcept;
    void deliver(std::shared_ptr<LifecycleOp> const& op) noexcept;

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
    using Lifecycle = CallScheduler::Lifecycle;

    /// Invokes `step(actions)` under the mutex and performs the actions after its release. Does nothing if the context is
    /// destroyed: the handlers of its calls are destroyed without being invoked.
    ///
    /// @param thrown see `complete`
    template <class Step>
    void transact(Step step, std::exception_ptr* thrown = nullptr)
    {
        Actions actions;
        {
            Lock const lock{mutex_};
            if (scheduler_.lifecycle() == Lifecycle::context_destroyed) return;
            step(actions);
        }
        perform(actions, thrown);
    }

    // engine.cpp
    void perform(Actions& actions, std::exception_ptr* thrown);
    void start_exchange(Actions& actions);
    void complete(std::shared_ptr<CallBase> const& call, std::exception_ptr* thrown) noexcept;
    void deliver_later(std::shared_ptr<CallBase> const& call) noexcept;
    void deliver_later(std::shared_ptr<LifecycleOp> const& op) noexcept;
    void stop(std::shared_ptr<CallBase> const& call, StopReason why, std::exception_ptr* thrown = nullptr);
    [[nodiscard]] std::shared_ptr<PooledConnection> make_connection();

    // engine_observer.cpp
    void emit_events(Actions& actions, std::exception_ptr* thrown);
    void emit_events(CallBase& call, std::exception_ptr* thrown);
    void emit_open(PooledConnection& connection);
    void emit_close(PooledConnection const& connection) const noexcept;

    // engine_events.cpp: connections and timers
    void on_connected(Connection& connection) override;
    void on_connect_failed(Connection& connection, ClerkError failure) override;
    void on_response(Connection& connection, Exchange& exchange) override;
    void on_exchange_failed(Connection& connection, Exchange& exchange, ClerkError failure) override;
    void schedule(Connection& connection, TimePoint when) override;
    void on_timer();
    bool process_expired(std::exception_ptr& thrown);
    void on_call_timer(std::shared_ptr<CallBase> const& call, TimePoint moment, std::exception_ptr& thrown);

    // engine_lifecycle.cpp
    void on_idle();
    void on_context_destroyed() override;
    void on_forked() override;
    void complete_shutdowns(Actions& actions) noexcept;

    boost::asio::any_io_executor executor_; ///< empty after the context is destroyed
    std::shared_ptr<ConnectionSettings const> connection_settings_;
    std::shared_ptr<Observation const> observation_;

    mutable EngineMutex mutex_;
    Timers timers_;
    CallScheduler scheduler_;
    std::vector<std::shared_ptr<ShutdownOp>> shutdowns_;

    std::atomic<std::size_t> active_{0}; ///< calls whose handler has not returned
};

} // namespace clerk::detail
