#include "transport/engine.hpp"

#include "transport/call_errors.hpp"

#include <algorithm>
#include <array>

namespace clerk::detail {

namespace {

/// As many things at a time as fit on the stack, whose moment has come.
constexpr std::size_t rung_at_once = 32;

} // namespace

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
    // The alarm is only moved to an earlier time. An occasional spurious alarm costs less than moving it.
    if (!alarm_tick_ || tick < *alarm_tick_) set_alarm();
}

void Engine::follow(std::shared_ptr<Operation> operation, Operation const& first, std::chrono::nanoseconds pause)
{
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

void Engine::set_alarm() noexcept
{
    auto const next = wheel_.next();
    if (!next || context_gone_) return;
    alarm_tick_ = next;
    auto const when = epoch_ + std::chrono::milliseconds{*next};
    // Without memory, the next moment that is scheduled sets it.
    if (!alarm_->set(when) && !alarm_->set(when)) alarm_tick_.reset();
}

void Engine::ring()
{
    std::exception_ptr thrown;
    while (ring_for_some(thrown))
    {}
    if (thrown) std::rethrow_exception(thrown);
}

bool Engine::ring_for_some(std::exception_ptr& thrown)
{
    std::array<std::shared_ptr<Operation>, rung_at_once> operations;
    std::array<std::shared_ptr<Connection>, rung_at_once> connections;
    std::size_t rung = 0;
    bool grace_is_over = false;
    After after;
    TimePoint moment;
    {
        Lock const lock{mutex_};
        if (context_gone_) return false;
        alarm_tick_.reset();
        moment = now();
        auto const elapsed = std::chrono::floor<std::chrono::milliseconds>(moment - epoch_).count();
        for (; rung < rung_at_once; ++rung)
        {
            auto* const node = wheel_.pop_due(static_cast<TimerWheel::Tick>(elapsed));
            if (node == nullptr) break;
            auto& timed = static_cast<Timed&>(*node);
            switch (timed.kind())
            {
            case Timed::Kind::operation:
                operations[rung] = static_cast<Operation&>(timed).self;
                break;
            case Timed::Kind::connection:
                connections[rung] = static_cast<Connection&>(timed).shared_from_this();
                break;
            case Timed::Kind::connects:
                open_wanted(moment, after);
                break;
            case Timed::Kind::grace:
                grace_is_over = true;
                break;
            }
        }
        if (rung < rung_at_once) set_alarm();
    }
    perform(after);
    for (auto const& connection : connections)
        if (connection) connection->on_timer();
    for (auto const& operation : operations)
        if (operation) due(operation, moment, thrown);
    if (grace_is_over) close();
    return rung == rung_at_once;
}

void Engine::due(std::shared_ptr<Operation> const& operation, TimePoint moment, std::exception_ptr& thrown)
{
    auto& op = *operation;
    After after;
    after.thrown = &thrown;
    {
        Lock lock{mutex_};
        if (op.scheduled()) return; // it went on meanwhile
        if (op.state == State::undelivered)
        {
            op.self.reset();
            lock.unlock();
            return complete(operation, &thrown);
        }
        if (op.state != State::held || moment >= op.deadline)
        {
            lock.unlock();
            return stop(operation, moment >= op.deadline ? Stop::deadline : Stop::attempt_timeout, false, after);
        }
        if (closed_)
            end(op, closed_failure(Phase::backoff), after);
        else
            admit(op, moment, after);
    }
    perform(after);
}

} // namespace clerk::detail
