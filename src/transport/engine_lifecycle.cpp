#include "transport/engine.hpp"

#include "common/uniform_random.hpp"
#include "portable/time_asleep.hpp"
#include "transport/call_errors.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/query.hpp>

#include <algorithm>

namespace clerk::detail {

namespace {

// Longer times would overflow the clock.
constexpr std::chrono::milliseconds longest_grace = std::chrono::hours{24 * 365};

} // namespace

std::shared_ptr<Engine> Engine::make(boost::asio::any_io_executor const& executor, EngineSettings settings,
                                     EngineDependencies dependencies)
{
    auto const make_timer = std::move(dependencies.timer);
    auto const engine = std::make_shared<Engine>(executor, std::move(settings), std::move(dependencies));
    engine->timers_.start(make_timer(executor, [weak = std::weak_ptr{engine}] {
        if (auto const self = weak.lock()) self->on_timer();
    }));
    // The services that sockets use must be older than the watch, so that they are shut down after it.
    boost::asio::ip::tcp::socket const socket{executor};
    boost::asio::use_service<ContextService>(engine->context_).add(engine);
    return engine;
}

Engine::Engine(boost::asio::any_io_executor executor, EngineSettings settings, EngineDependencies dependencies)
    : executor_{std::move(executor)}, context_{boost::asio::query(executor_, boost::asio::execution::context)},
      settings_{std::move(settings)}, random_{dependencies.random ? std::move(dependencies.random) : uniform_random()},
      asleep_{dependencies.asleep ? std::move(dependencies.asleep) : time_asleep}, asleep_seen_{asleep_()}, pool_{settings_.pool}
{}

void Engine::on_call_delivered() noexcept
{
    if (active_.fetch_sub(1, std::memory_order_acq_rel) == 1) on_idle();
}

// The last call is complete: completes the shutdowns and removes all work from the context.
void Engine::on_idle()
{
    std::vector<std::shared_ptr<ShutdownOp>> shutdowns;
    transact([&](Actions& actions) {
        if (active_.load(std::memory_order_acquire) > 0) return;
        shutdowns = extract_shutdowns();
        timers_.cancel(connect_backoff_);
        if (lifecycle_ >= Lifecycle::draining)
            close_connections(actions);
        else if (warm_ups_.empty())
            cancel_connects(actions);
        timers_.disarm_if_idle();
    });
    for (auto const& op : shutdowns) op->complete();
}

void Engine::cancel_connects(Actions& actions)
{
    for (std::size_t i = connections_.size(); i > 0; --i)
        if (connections_[i - 1]->status() == Pool::Status::connecting)
            retire(*connections_[i - 1], stats_.closed.client, actions);
    settings_.connections->resolver->cancel();
}

void Engine::close()
{
    std::vector<std::shared_ptr<CallBase>> calls;
    std::vector<std::shared_ptr<ShutdownOp>> shutdowns;
    transact([&](Actions&) {
        lifecycle_ = Lifecycle::closed;
        calls = extract_calls();
        shutdowns = extract_shutdowns();
    });
    for (auto const& call : calls) stop(call, StopReason::closed);
    transact([&](Actions& actions) {
        close_connections(actions);
        timers_.disarm_if_idle();
    });
    for (auto const& op : shutdowns) op->complete();
}

std::vector<std::shared_ptr<CallBase>> Engine::extract_calls()
{
    std::vector<std::shared_ptr<CallBase>> calls;
    while (auto* const entry = timers_.pop_any())
        if (entry->kind() == TimerEntry::Kind::call) calls.push_back(static_cast<CallBase&>(*entry).self);
    return calls;
}

std::vector<std::shared_ptr<ShutdownOp>> Engine::extract_shutdowns()
{
    for (auto const& op : shutdowns_) timers_.cancel(*op);
    return std::exchange(shutdowns_, {});
}

void Engine::close_connections(Actions& actions)
{
    while (!connections_.empty()) retire(*connections_.back(), stats_.closed.client, actions);
    settings_.connections->resolver->cancel();
    complete_warm_ups(actions);
}

void Engine::shutdown(std::shared_ptr<ShutdownOp> op)
{
    {
        Lock const lock{mutex_};
        if (lifecycle_ == Lifecycle::context_destroyed) return;
        lifecycle_ = std::max(lifecycle_, Lifecycle::draining);
        if (active_.load(std::memory_order_acquire) > 0)
        {
            timers_.schedule(*op, now() + std::clamp(op->grace, std::chrono::milliseconds{0}, longest_grace));
            shutdowns_.push_back(std::move(op));
            return;
        }
    }
    close();
    op->complete();
}

void Engine::cancel(std::shared_ptr<ShutdownOp> const& op)
{
    {
        Lock const lock{mutex_};
        if (std::erase(shutdowns_, op) == 0) return;
        timers_.cancel(*op);
    }
    op->complete();
}

void Engine::warm_up(std::shared_ptr<WarmUpOp> op, std::size_t connections)
{
    on_call_created();
    transact([&](Actions& actions) {
        while (lifecycle_ == Lifecycle::open && pool_.open() < connections && pool_.capacity_left() > 0) open_connection(actions);
        for (auto const& connection : connections_)
            if (connection->status() == Pool::Status::connecting) op->awaited.push_back(connection.get());
        warm_ups_.push_back(std::move(op));
        complete_warm_ups(actions);
    });
}

void Engine::cancel(std::shared_ptr<WarmUpOp> const& op)
{
    {
        Lock const lock{mutex_};
        if (std::erase(warm_ups_, op) == 0) return;
        op->outcome = std::unexpected{stop_failure(StopReason::cancelled, {}, Phase::connect)};
    }
    op->complete();
}

ClientStats Engine::stats() const
{
    Lock const lock{mutex_};
    auto stats = stats_;
    stats.open = pool_.open();
    stats.idle = pool_.idle();
    stats.leased = pool_.leased();
    stats.waiting = pool_.waiting();
    return stats;
}

// The parent process owns the connections and continues all calls. Nothing is written here: the peers would receive it.
void Engine::on_forked()
{
    Chain<Connection, &Connection::next_to_close> connections;
    transact([&](Actions& actions) {
        for (auto& call : extract_calls())
        {
            if (call->state == State::waiting) pool_.dequeue(*call);
            if (call->state == State::undelivered)
                actions.ended.push(std::move(call));
            else
                end(*call, forked_failure(), actions);
        }
        while (!connections_.empty()) retire(*connections_.back(), stats_.closed.client, actions);
        std::swap(connections, actions.close);
        for (auto const& op : warm_ups_)
        {
            op->awaited.clear();
            op->outcome = std::unexpected{forked_failure()};
        }
        complete_warm_ups(actions);
        settings_.connections->resolver->cancel();
        if (settings_.connections->tls) settings_.connections->tls->sessions().clear();
    });
    while (auto const connection = connections.pop()) connection->abandon();
}

// Everything that belongs to the context is destroyed now, while its services exist. Handlers are destroyed without being
// invoked.
void Engine::on_context_destroyed()
{
    Actions actions;
    std::vector<std::shared_ptr<CallBase>> calls;
    std::vector<std::shared_ptr<CallBase>> owners;
    std::vector<std::shared_ptr<ShutdownOp>> shutdowns;
    std::vector<std::shared_ptr<WarmUpOp>> warm_ups;
    boost::asio::any_io_executor executor; // may belong to a service of the context, as a strand does
    {
        Lock const lock{mutex_};
        executor.swap(executor_);
        lifecycle_ = Lifecycle::context_destroyed;
        calls = extract_calls();
        shutdowns = extract_shutdowns();
        warm_ups.swap(warm_ups_);
        for (auto const& call : calls)
        {
            if (call->state == State::waiting) pool_.dequeue(*call);
            call->state = State::ended;
            owners.push_back(std::move(call->self));
        }
        while (!connections_.empty()) retire(*connections_.back(), stats_.closed.client, actions);
    }
    while (auto const connection = actions.close.pop()) connection->abandon();
    settings_.connections.reset();
    timers_.stop();
}

} // namespace clerk::detail
