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

std::shared_ptr<Engine> Engine::make(boost::asio::any_io_executor const& executor, EngineSettings settings, EngineSeams seams)
{
    auto const engine = std::make_shared<Engine>(executor, std::move(settings), std::move(seams));
    engine->alarm_ = engine->make_alarm_(executor, [weak = std::weak_ptr{engine}] {
        if (auto const self = weak.lock()) self->ring();
    });
    engine->epoch_ = engine->alarm_->now();
    // The services that sockets use must be older than the watch, so that they are shut down after it.
    boost::asio::ip::tcp::socket const socket{executor};
    boost::asio::use_service<ContextWatch>(engine->context_).add(engine);
    return engine;
}

Engine::Engine(boost::asio::any_io_executor executor, EngineSettings settings, EngineSeams seams)
    : executor_{std::move(executor)}, context_{boost::asio::query(executor_, boost::asio::execution::context)},
      settings_{std::move(settings)}, make_alarm_{std::move(seams.alarm)},
      random_{seams.random ? std::move(seams.random) : uniform_random()},
      asleep_{seams.asleep ? std::move(seams.asleep) : time_asleep}, asleep_seen_{asleep_()}, pool_{settings_.pool}
{}

void Engine::delivered() noexcept
{
    if (active_.fetch_sub(1, std::memory_order_acq_rel) == 1) quiesce();
}

// The last call is complete: completes the shutdowns and removes all work from the context.
void Engine::quiesce()
{
    After after;
    std::vector<std::shared_ptr<ShutdownWait>> shutdowns;
    {
        Lock const lock{mutex_};
        if (context_gone_ || active_.load(std::memory_order_acquire) > 0) return;
        shutdowns = take_shutdowns();
        wheel_.cancel(put_off_connects_);
        if (closing_)
            take_connections(after);
        else if (warm_ups_.empty())
            give_up_connecting(after);
        clear_alarm_if_idle();
    }
    perform(after);
    for (auto const& wait : shutdowns) wait->complete();
}

void Engine::give_up_connecting(After& after)
{
    for (std::size_t i = connections_.size(); i > 0; --i)
        if (connections_[i - 1]->standing() == PoolState::Standing::connecting)
            retire(*connections_[i - 1], stats_.closed.client, after);
    settings_.connections->resolver->cancel();
}

void Engine::clear_alarm_if_idle()
{
    if (wheel_.next() || !alarm_tick_) return;
    alarm_tick_.reset();
    alarm_->clear();
}

void Engine::close()
{
    After after;
    std::vector<std::shared_ptr<Operation>> operations;
    std::vector<std::shared_ptr<ShutdownWait>> shutdowns;
    {
        Lock const lock{mutex_};
        closing_ = closed_ = true;
        if (context_gone_) return;
        operations = take_operations();
        shutdowns = take_shutdowns();
    }
    for (auto const& operation : operations)
    {
        After stopped;
        stop(operation, Stop::closed, false, stopped);
    }
    {
        Lock const lock{mutex_};
        if (context_gone_) return;
        take_connections(after);
        clear_alarm_if_idle();
    }
    perform(after);
    for (auto const& wait : shutdowns) wait->complete();
}

std::vector<std::shared_ptr<Operation>> Engine::take_operations()
{
    std::vector<std::shared_ptr<Operation>> operations;
    while (auto* const node = wheel_.any())
    {
        wheel_.cancel(*node);
        auto& timed = static_cast<Timed&>(*node);
        if (timed.kind() == Timed::Kind::operation) operations.push_back(static_cast<Operation&>(timed).self);
    }
    return operations;
}

std::vector<std::shared_ptr<ShutdownWait>> Engine::take_shutdowns()
{
    for (auto const& wait : shutdowns_) wheel_.cancel(*wait);
    return std::exchange(shutdowns_, {});
}

void Engine::take_connections(After& after)
{
    while (!connections_.empty()) retire(*connections_.back(), stats_.closed.client, after);
    settings_.connections->resolver->cancel();
    end_warm_ups(after);
}

void Engine::shutdown(std::shared_ptr<ShutdownWait> wait)
{
    {
        Lock const lock{mutex_};
        closing_ = true;
        if (context_gone_) return;
        if (active_.load(std::memory_order_acquire) > 0)
        {
            schedule(*wait, now() + std::clamp(wait->grace, std::chrono::milliseconds{0}, longest_grace));
            shutdowns_.push_back(std::move(wait));
            return;
        }
    }
    close();
    wait->complete();
}

void Engine::cancel(std::shared_ptr<ShutdownWait> const& wait)
{
    {
        Lock const lock{mutex_};
        if (std::erase(shutdowns_, wait) == 0) return;
        wheel_.cancel(*wait);
    }
    wait->complete();
}

void Engine::warm_up(std::shared_ptr<WarmUpWait> wait, std::size_t connections)
{
    begun();
    After after;
    {
        Lock const lock{mutex_};
        if (context_gone_) return;
        while (!closing_ && pool_.open() < connections && pool_.room() > 0) open_one(after);
        for (auto const& connection : connections_)
            if (connection->standing() == PoolState::Standing::connecting) wait->awaited.push_back(connection.get());
        warm_ups_.push_back(std::move(wait));
        end_warm_ups(after);
    }
    perform(after);
}

void Engine::cancel(std::shared_ptr<WarmUpWait> const& wait, ClerkError error)
{
    {
        Lock const lock{mutex_};
        if (std::erase(warm_ups_, wait) == 0) return;
    }
    wait->complete(std::unexpected{std::move(error)});
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

// The parent owns the connections and goes on with all calls. Nothing is written here: its peers would read it.
void Engine::on_forked()
{
    After after;
    {
        Lock const lock{mutex_};
        if (context_gone_) return;
        for (auto& operation : take_operations())
        {
            if (operation->state == State::waiting) pool_.leave(*operation);
            if (operation->state == State::undelivered)
                after.ended.push(std::move(operation));
            else
                end(*operation, forked_failure(), after);
        }
        while (!connections_.empty()) retire(*connections_.back(), stats_.closed.client, after);
        for (auto const& wait : warm_ups_)
        {
            wait->awaited.clear();
            wait->outcome = std::unexpected{forked_failure()};
        }
        end_warm_ups(after);
        settings_.connections->resolver->cancel();
        if (settings_.connections->tls) settings_.connections->tls->sessions().clear();
    }
    while (auto const connection = after.close.pop()) (void)connection->close(false);
    perform(after);
}

// Everything that belongs to the context goes now, while its services still live; handlers are destroyed uninvoked.
void Engine::on_context_destroyed()
{
    After after;
    std::vector<std::shared_ptr<Operation>> operations;
    std::vector<std::shared_ptr<Operation>> owners;
    std::vector<std::shared_ptr<ShutdownWait>> shutdowns;
    std::vector<std::shared_ptr<WarmUpWait>> warm_ups;
    boost::asio::any_io_executor executor; // may belong to a service of the context, as a strand does
    {
        Lock const lock{mutex_};
        executor.swap(executor_);
        closing_ = closed_ = context_gone_ = true;
        operations = take_operations();
        shutdowns = take_shutdowns();
        warm_ups.swap(warm_ups_);
        for (auto const& operation : operations)
        {
            if (operation->state == State::waiting) pool_.leave(*operation);
            operation->state = State::ended;
            owners.push_back(std::move(operation->self));
        }
        while (!connections_.empty()) retire(*connections_.back(), stats_.closed.client, after);
    }
    while (auto const connection = after.close.pop()) (void)connection->close(false);
    settings_.connections.reset();
    alarm_.reset();
}

} // namespace clerk::detail
