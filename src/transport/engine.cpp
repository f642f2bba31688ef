#include "transport/engine.hpp"

#include "common/uniform_random.hpp"
#include "portable/time_asleep.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/query.hpp>

#include <new>
#include <utility>

namespace clerk::detail {

std::shared_ptr<Engine> Engine::make(boost::asio::any_io_executor const& executor, EngineSettings settings,
                                     EngineDependencies dependencies)
{
    auto const make_timer = std::move(dependencies.timer);
    auto const engine = std::make_shared<Engine>(executor, std::move(settings), std::move(dependencies));
    engine->timers_.start(make_timer(executor, [weak = std::weak_ptr{engine}] {
        if (auto const self = weak.lock()) self->on_timer();
    }));
    // The services that sockets use must be older than the context service, so that they are shut down after it.
    boost::asio::ip::tcp::socket const socket{executor};
    auto& context = boost::asio::query(executor, boost::asio::execution::context);
    boost::asio::use_service<ContextService>(context).add(engine);
    return engine;
}

Engine::Engine(boost::asio::any_io_executor executor, EngineSettings settings, EngineDependencies dependencies)
    : executor_{std::move(executor)}, connection_settings_{std::move(settings.connections)},
      observation_{std::move(settings.observation)},
      scheduler_{{.pool = settings.pool, .timeouts = settings.timeouts, .retry = settings.retry},
                 {.make_connection = [this] { return make_connection(); },
                  .random = dependencies.random ? std::move(dependencies.random) : uniform_random(),
                  .asleep = dependencies.asleep ? std::move(dependencies.asleep) : time_asleep},
                 timers_}
{}

std::shared_ptr<PooledConnection> Engine::make_connection()
{
    auto connection = std::make_shared<Connection>(shared_from_this(), connection_settings_);
    if (!observation_) return connection;
    connection->trace = std::make_unique<ConnectionTrace>();
    connection->trace->id = next_event_id();
    connection->trace->started = now();
    return connection;
}

void Engine::start(std::shared_ptr<CallBase> call)
{
    transact([&](Actions& actions) { scheduler_.start(std::move(call), now(), actions); });
}

void Engine::follow(std::shared_ptr<CallBase> call, CallBase const& first, std::chrono::nanoseconds pause)
{
    transact([&](Actions& actions) { scheduler_.follow(std::move(call), first, pause, now(), actions); });
}

void Engine::cancel(CallBase& call, bool only_unsent)
{
    stop(call.shared_from_this(), only_unsent ? StopReason::cancelled_if_unsent : StopReason::cancelled);
}

void Engine::stop(std::shared_ptr<CallBase> const& call, StopReason why, std::exception_ptr* thrown)
{
    std::shared_ptr<PooledConnection> runs_on;
    transact([&](Actions& actions) { runs_on = scheduler_.stop(*call, why, now(), actions); }, thrown);
    if (runs_on) static_cast<Connection&>(*runs_on).abort(*call, why);
}

void Engine::refuse(std::shared_ptr<CallBase> const& call, ClerkError error)
{
    error.operation = call->traits.name;
    error.max_attempts = call->traits.max_attempts;
    call->fail(std::move(error));
    call->complete();
}

void Engine::perform(Actions& actions, std::exception_ptr* thrown)
{
    while (actions.start) start_exchange(actions);
    if (actions.trim) static_cast<Connection&>(*actions.trim).release_buffers();
    while (auto const connection = actions.open.pop()) static_cast<Connection&>(*connection).open();
    while (auto const connection = actions.close.pop())
    {
        static_cast<Connection&>(*connection).close();
        if (connection->trace && connection->trace->closer_emits) emit_close(*connection);
    }
    if (actions.opened != nullptr || actions.observed != nullptr) emit_events(actions, thrown);
    while (auto const call = actions.ended.pop()) complete(call, thrown);
    while (auto const op = actions.completed.pop()) deliver(op);
}

void Engine::start_exchange(Actions& actions)
{
    auto const call = std::move(actions.start);
    auto const pooled = std::move(actions.start_on);
    auto& connection = static_cast<Connection&>(*pooled);
    auto const result = connection.start(*call);
    if (result == StartResult::started) return;
    Lock const lock{mutex_};
    scheduler_.on_not_started(*call, connection, result, connection.take_failure(), now(), actions);
}

// Without `thrown`, the handler is posted. Otherwise a handler on the client's own executor is invoked directly, unless an
// earlier one has thrown; its exception is stored in `thrown`.
void Engine::complete(std::shared_ptr<CallBase> const& call, std::exception_ptr* thrown) noexcept
try
{
    if (thrown == nullptr || *thrown || !call->complete_here()) deliver(call);
}
catch (...)
{
    *thrown = std::current_exception();
}

void Engine::deliver(std::shared_ptr<CallBase> const& call) noexcept
try
{
    call->complete();
}
catch (std::bad_alloc const&)
{
    deliver_later(call);
}

void Engine::deliver_later(std::shared_ptr<CallBase> const& call) noexcept
{
    Lock const lock{mutex_};
    if (scheduler_.lifecycle() == Lifecycle::context_destroyed) return; // its handler is destroyed without being invoked
    call->state = State::undelivered;
    call->self = call;
    timers_.schedule(*call, now() + CallScheduler::memory_pause);
}

void Engine::deliver(std::shared_ptr<LifecycleOp> const& op) noexcept
try
{
    op->complete();
}
catch (std::bad_alloc const&)
{
    deliver_later(op);
}

void Engine::deliver_later(std::shared_ptr<LifecycleOp> const& op) noexcept
{
    Lock const lock{mutex_};
    if (scheduler_.lifecycle() == Lifecycle::context_destroyed) return;
    op->undelivered = op;
    timers_.schedule(*op, now() + CallScheduler::memory_pause);
}

void Engine::on_call_delivered() noexcept
{
    if (active_.fetch_sub(1, std::memory_order_acq_rel) == 1) on_idle();
}

} // namespace clerk::detail
