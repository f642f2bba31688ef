#include "transport/engine.hpp"

#include "transport/call_errors.hpp"

#include <algorithm>

namespace clerk::detail {

namespace {

/// So many waiting calls that their memory counts more than the time it takes to give some back.
constexpr std::size_t crowd = 1000;

} // namespace

void Engine::start(std::shared_ptr<Operation> operation)
{
    After after;
    {
        Lock const lock{mutex_};
        if (context_gone_) return; // its handler goes with it
        auto& op = *operation;
        op.self = std::move(operation);
        op.started = now();
        op.deadline = op.started + op.traits.timeout;
        if (closing_)
            end(op, closed_failure(Phase::queue), after);
        else
            admit(op, op.started, after);
    }
    perform(after);
}

void Engine::refuse(std::shared_ptr<Operation> const& operation, ClerkError error)
{
    error.operation = operation->traits.name;
    error.max_attempts = operation->traits.max_attempts;
    operation->fail(std::move(error));
    operation->complete();
}

void Engine::admit(Operation& op, TimePoint now, After& after)
{
    if (auto const left = gate_.left(op.traits.rate_key, now); left.count() > 0) return hold(op, now, left, after);
    if (lease(op, now, after)) return;
    if (now < proxy_refuses_until_ && !has_connection()) return end(op, proxy_refusal(), after);
    if (!pool_.may_wait(now)) return end(op, pool_exhausted_failure(), after);
    op.state = State::waiting;
    if (pool_.waiting() >= crowd) op.on_crowd();
    pool_.wait(op);
    schedule(op, op.deadline);
    open_wanted(now, after);
}

bool Engine::lease(Operation& op, TimePoint now, After& after)
{
    if (pool_.idle() > 0) close_idle_after_sleep(now, after);
    while (true)
    {
        auto const taken = pool_.take_idle(now);
        if (taken.entry == nullptr) return false;
        auto& connection = static_cast<Connection&>(*taken.entry);
        if (taken.expiry == PoolState::Expiry::none)
        {
            give(op, connection, now, after);
            return true;
        }
        bool const idle = taken.expiry == PoolState::Expiry::idle_timeout;
        retire(connection, idle ? stats_.closed.idle_timeout : stats_.closed.max_lifetime, after);
    }
}

void Engine::give(Operation& op, Connection& connection, TimePoint now, After& after)
{
    op.state = State::running;
    op.connection = &connection;
    op.attempted = now;
    count_attempt(op, connection);
    schedule(op, std::min(op.deadline, now + settings_.timeouts.response));
    after.run = op.self;
    after.run_on = connection.shared_from_this();
}

void Engine::count_attempt(Operation& op, Connection& connection)
{
    ++stats_.attempts;
    stats_.retries += op.attempts > 0 ? 1U : 0U;
    stats_.reused += connection.served > 0 ? 1U : 0U;
    ++op.attempts;
    ++connection.served;
}

void Engine::uncount_attempt(Operation& op, Connection& connection)
{
    --connection.served;
    --op.attempts;
    stats_.reused -= connection.served > 0 ? 1U : 0U;
    stats_.retries -= op.attempts > 0 ? 1U : 0U;
    --stats_.attempts;
}

void Engine::hold(Operation& op, TimePoint now, Nanoseconds left, After& after)
{
    if (op.traits.rate_limit == RateLimitMode::fail_fast || now + left >= op.deadline)
        return end(op, held_failure(left, op.traits.rate_limit), after);
    op.state = State::held;
    ++stats_.holds;
    schedule(op, now + left);
}

void Engine::perform(After& after)
{
    while (after.run) run(after);
    if (after.rest) after.rest->release_buffers();
    while (auto const connection = after.open.pop()) connection->open();
    while (auto const connection = after.close.pop())
    {
        auto const dropped = connection->close(true);
        if (dropped.exchange != nullptr) drop(static_cast<Operation&>(*dropped.exchange), dropped.end, after);
    }
    while (auto const operation = after.ended.pop()) complete(operation, after.thrown);
    while (auto const wait = after.warmed.pop()) wait->complete(std::move(wait->outcome));
}

void Engine::run(After& after)
{
    auto const operation = std::move(after.run);
    auto const connection = std::move(after.run_on);
    auto& op = *operation;
    auto const result = connection->run(op);
    if (result == Connection::Run::started) return;
    Lock const lock{mutex_};
    auto const moment = now();
    bool const attempted = result == Connection::Run::failed;
    if (!attempted) uncount_attempt(op, *connection);
    if (result == Connection::Run::stopped)
        serve_or_keep(*connection, moment, after);
    else
        retire(*connection, attempted ? stats_.closed.error : stats_.closed.by_peer, after);
    if (op.stop != Stop::none) return end(op, stop_failure(op.stop, op.traits, Phase::queue), after);
    if (attempted) return attempt_failed(op, connection->take_failure(), moment, after);
    if (closed_) return end(op, closed_failure(Phase::queue), after);
    // Found dead before the request was begun: that was no attempt, and the next connection may live.
    if (lease(op, moment, after)) return;
    op.state = State::waiting;
    pool_.wait_first(op);
    schedule(op, op.deadline);
    open_wanted(moment, after);
}

} // namespace clerk::detail
