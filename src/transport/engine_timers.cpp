#include "transport/engine.hpp"

#include "transport/failures.hpp"

#include <algorithm>

namespace clerk::detail {

TimerWheel::Tick Engine::tick_of(TimePoint when) const noexcept
{
    // Up, so that nothing is due too early.
    auto const ticks = std::chrono::ceil<std::chrono::milliseconds>(when - epoch_).count();
    return static_cast<TimerWheel::Tick>(std::max<decltype(ticks)>(ticks, 0));
}

void Engine::schedule(Connection& connection, TimePoint when)
{
    Lock const lock{mutex_};
    if (connection.standing() == PoolState::Standing::connecting) schedule(static_cast<Timed&>(connection), when);
}

void Engine::schedule(Timed& timed, TimePoint when)
{
    auto const tick = tick_of(when);
    wheel_.schedule(timed, tick);
    // The alarm is moved only where it would ring too late: one that rings for nothing now and then costs less.
    if (!alarm_tick_ || tick < *alarm_tick_) set_alarm();
}

void Engine::follow(std::shared_ptr<Operation> operation, Operation const& first, std::chrono::nanoseconds pause)
{
    active_.fetch_add(1, std::memory_order_relaxed);
    After after;
    {
        Lock const lock{mutex_};
        if (context_gone_) return; // its handler goes with it
        auto& op = *operation;
        op.self = std::move(operation);
        op.started = now();
        op.deadline = first.deadline;
        if (closed_)
            end(op, closed_failure(Phase::queue), after);
        else if (op.started + pause >= op.deadline)
            end(op, stop_failure(Stop::deadline, op.traits, Phase::backoff), after);
        else if (pause.count() == 0)
            admit(op, op.started, after);
        else
        {
            op.state = State::held;
            schedule(op, op.started + pause);
        }
    }
    perform(after);
}

void Engine::set_alarm()
{
    auto const next = wheel_.next();
    if (!next || context_gone_) return;
    alarm_tick_ = next;
    alarm_->set(epoch_ + std::chrono::milliseconds{*next});
}

void Engine::ring()
{
    std::vector<std::shared_ptr<Operation>> operations;
    std::vector<std::shared_ptr<Connection>> connections;
    bool grace_is_over = false;
    After after;
    TimePoint moment;
    {
        Lock const lock{mutex_};
        if (context_gone_) return;
        alarm_tick_.reset();
        moment = now();
        auto const elapsed = std::chrono::floor<std::chrono::milliseconds>(moment - epoch_).count();
        wheel_.advance(static_cast<TimerWheel::Tick>(elapsed), [&](TimerNode& node) {
            auto& timed = static_cast<Timed&>(node);
            switch (timed.kind())
            {
            case Timed::Kind::operation:
                operations.push_back(static_cast<Operation&>(timed).self);
                break;
            case Timed::Kind::connection:
                connections.push_back(static_cast<Connection&>(timed).shared_from_this());
                break;
            case Timed::Kind::connects:
                open_wanted(moment, after);
                break;
            case Timed::Kind::grace:
                grace_is_over = true;
                break;
            }
        });
        set_alarm();
    }
    perform(after);
    for (auto const& connection : connections) connection->on_timer();
    for (auto const& operation : operations) due(operation, moment);
    if (grace_is_over) close();
}

void Engine::due(std::shared_ptr<Operation> const& operation, TimePoint moment)
{
    auto& op = *operation;
    After after;
    {
        Lock lock{mutex_};
        if (op.scheduled()) return; // it went on meanwhile
        if (op.state != State::held || moment >= op.deadline)
        {
            lock.unlock();
            return stop(operation, moment >= op.deadline ? Stop::deadline : Stop::attempt_timeout);
        }
        if (closed_)
            end(op, closed_failure(Phase::backoff), after);
        else
            admit(op, moment, after);
    }
    perform(after);
}

} // namespace clerk::detail
