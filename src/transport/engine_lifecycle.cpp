#include "transport/engine.hpp"

#include "transport/call_errors.hpp"

#include <algorithm>
#include <utility>

namespace clerk::detail {

namespace {

// Longer times would overflow the clock.
constexpr std::chrono::milliseconds longest_grace = std::chrono::hours{24 * 365};

} // namespace

// The last call is complete: completes the shutdowns and removes all work from the context. Lookups are cancelled under the
// mutex: afterwards, a new call may need one.
void Engine::on_idle()
{
    transact([&](Actions& actions) {
        if (active_.load(std::memory_order_acquire) > 0) return;
        complete_shutdowns(actions);
        scheduler_.on_idle(actions);
        if (actions.cancel_lookup) connection_settings_->resolver->cancel();
        timers_.disarm_if_idle();
    });
}

// Allocates nothing, because a program may close a client to get memory.
void Engine::close()
{
    Actions undelivered;
    auto const next = [&] {
        std::shared_ptr<CallBase> call;
        transact([&](Actions&) { call = scheduler_.next_to_stop(undelivered); });
        return call;
    };
    transact([&](Actions&) { scheduler_.close(); });
    while (auto const call = next()) stop(call, StopReason::closed);
    transact([&](Actions& actions) {
        complete_shutdowns(actions);
        scheduler_.close_connections(actions);
        if (actions.cancel_lookup) connection_settings_->resolver->cancel();
        timers_.disarm_if_idle();
    });
    perform(undelivered, nullptr);
}

void Engine::complete_shutdowns(Actions& actions) noexcept
{
    for (auto& op : std::exchange(shutdowns_, {}))
    {
        timers_.cancel(*op);
        actions.completed.push(std::move(op));
    }
}

void Engine::shutdown(std::shared_ptr<ShutdownOp> op)
{
    {
        Lock const lock{mutex_};
        if (scheduler_.lifecycle() == Lifecycle::context_destroyed) return;
        shutdowns_.reserve(shutdowns_.size() + 1);
        scheduler_.drain();
        if (active_.load(std::memory_order_acquire) > 0)
        {
            timers_.schedule(*op, now() + std::clamp(op->grace, std::chrono::milliseconds{0}, longest_grace));
            shutdowns_.push_back(std::move(op));
            return;
        }
    }
    close();
    deliver(op);
}

void Engine::cancel(std::shared_ptr<ShutdownOp> const& op)
{
    {
        Lock const lock{mutex_};
        if (std::erase(shutdowns_, op) == 0) return;
        timers_.cancel(*op);
    }
    deliver(op);
}

void Engine::warm_up(std::shared_ptr<WarmUpOp> op, std::size_t connections)
{
    transact([&](Actions& actions) { scheduler_.warm_up(std::move(op), connections, actions); });
}

void Engine::cancel(std::shared_ptr<WarmUpOp> const& op)
{
    {
        Lock const lock{mutex_};
        if (!scheduler_.cancel(*op)) return;
        op->outcome = std::unexpected{stop_failure(StopReason::cancelled, {}, Phase::connect)};
    }
    deliver(op);
}

ClientStats Engine::stats() const
{
    Lock const lock{mutex_};
    return scheduler_.stats();
}

// The parent process owns the connections and continues all calls. Nothing is written here: the peers would receive it.
void Engine::on_forked()
{
    auto connections = Actions{}.close;
    transact([&](Actions& actions) {
        scheduler_.on_forked(now(), actions);
        if (actions.cancel_lookup) connection_settings_->resolver->cancel();
        std::swap(connections, actions.close);
        if (connection_settings_->tls) connection_settings_->tls->sessions().clear();
    });
    while (auto const connection = connections.pop())
    {
        static_cast<Connection&>(*connection).abandon();
        if (connection->trace && connection->trace->closer_emits) emit_close(*connection);
    }
}

// Everything that belongs to the context is destroyed now, while its services exist. Handlers are destroyed without being
// invoked.
void Engine::on_context_destroyed()
{
    Actions dropped;
    {
        boost::asio::any_io_executor executor; // may belong to a service of the context, as a strand does
        {
            Lock const lock{mutex_};
            executor.swap(executor_);
            complete_shutdowns(dropped);
            scheduler_.on_context_destroyed(now(), dropped);
        }
        while (auto const connection = dropped.close.pop())
        {
            static_cast<Connection&>(*connection).abandon();
            if (connection->trace && connection->trace->closer_emits) emit_close(*connection);
        }
        connection_settings_.reset();
        timers_.stop();
    }
    if (observation_) emit_events(dropped, nullptr);
    // One by one: the destructor of a chain would recurse.
    while (dropped.ended.pop())
    {}
    while (dropped.completed.pop())
    {}
}

} // namespace clerk::detail
