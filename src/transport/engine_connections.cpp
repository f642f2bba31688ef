#include "transport/engine.hpp"

#include "common/if_memory_allows.hpp"
#include "net/proxy_refusal.hpp"
#include "transport/call_errors.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace clerk::detail {

namespace {

// The peer closes at its limit; a request must not be on its way then.
constexpr std::chrono::milliseconds keep_alive_margin{1'000};

// A proxy that has refused the client's credentials or Clerk's host is not asked again for this long.
constexpr std::chrono::seconds proxy_pause{30};

// The TLS buffers are half of the memory of a connection. This many idle connections keep them for the next call; only a crowd
// uses more, and can afford to allocate them again.
constexpr std::size_t ready_connections = 64;

constexpr int request_timeout = 408;

// Less is the difference between two readings of two clocks.
constexpr std::chrono::seconds shortest_sleep{1};

std::optional<std::chrono::milliseconds> peer_limit(Response const& response) noexcept
{
    if (!response.keep_alive_timeout) return std::nullopt;
    std::chrono::milliseconds const limit{*response.keep_alive_timeout};
    return std::max(limit - keep_alive_margin, limit / 2);
}

/// A call whose response cannot be stored fails; no other event would end it.
std::optional<ClerkError> understand(Operation& operation, Response const& response)
try
{
    return operation.on_answer(response);
}
catch (std::bad_alloc const&)
{
    bool const refused = response.status >= 400 && response.status <= 499;
    auto error = out_of_memory(ErrorKind::decode, Phase::decode, refused ? Delivery::rejected : Delivery::unknown);
    error.status = response.status;
    return error;
}

} // namespace

void Engine::connected(Connection& connection)
{
    After after;
    {
        Lock const lock{mutex_};
        if (connection.standing() != PoolState::Standing::connecting) return;
        auto const moment = now();
        wheel_.cancel(connection);
        pool_.opened(connection, moment);
        proxy_refuses_until_ = {};
        ++stats_.created;
        stats_.resumed += connection.resumed() ? 1U : 0U;
        serve_or_keep(connection, moment, after);
        open_wanted(moment, after);
        settle_warm_ups(connection, nullptr, after);
    }
    perform(after);
}

void Engine::not_connected(Connection& connection, ClerkError failure)
{
    After after;
    {
        Lock const lock{mutex_};
        if (connection.standing() != PoolState::Standing::connecting) return;
        auto const moment = now();
        auto hearers = pool_.failed(connection, moment);
        retire(connection, stats_.closed.connect, after);
        last_connect_failure_ = copy_if_memory_allows(failure);
        last_connect_failure_at_ = moment;
        if (is_final_proxy_refusal(failure)) refused_by_proxy(moment, hearers, after);
        for (; hearers > 0; --hearers)
        {
            auto& operation = static_cast<Operation&>(*pool_.next_waiter());
            ++operation.attempts;
            attempt_failed(operation, copy_if_memory_allows(failure), moment, after);
        }
        open_wanted(moment, after);
        settle_warm_ups(connection, &failure, after);
    }
    perform(after);
}

// Calls that an open connection cannot serve end: their requests for a tunnel would be refused as well.
void Engine::refused_by_proxy(TimePoint now, std::size_t& hearers, After& after)
{
    proxy_refuses_until_ = now + proxy_pause;
    if (has_connection()) return;
    while (auto* const waiter = pool_.next_waiter())
    {
        auto& operation = static_cast<Operation&>(*waiter);
        operation.attempts += hearers > 0 ? 1 : 0;
        hearers -= hearers > 0 ? 1 : 0;
        end(operation, proxy_refusal(), after);
    }
    hearers = 0;
}

ClerkError Engine::proxy_refusal() const noexcept
{
    auto error = copy_if_memory_allows(*last_connect_failure_);
    if_memory_allows([&] { error.not_retried = "the proxy would refuse the same request again"; });
    return error;
}

bool Engine::has_connection() const noexcept
{
    return pool_.open() > pool_.connecting();
}

void Engine::answered(Connection& connection, Exchange& exchange)
{
    auto& operation = static_cast<Operation&>(exchange);
    auto const keep_alive = operation.self; // while it processes its response
    auto error = understand(operation, connection.response());
    connection.discard_body();
    After after;
    bool succeeded = false;
    {
        Lock const lock{mutex_};
        auto const moment = now();
        succeeded = !error.has_value();
        if (succeeded)
        {
            operation.state = State::ended;
            wheel_.cancel(operation);
            operation.self.reset();
        }
        else
            attempt_failed(operation, std::move(*error), moment, after, connection.served > 1);
        // Only now, since a 429 is to hold the next waiter too.
        release(connection, moment, after);
    }
    perform(after);
    if (succeeded && !operation.complete_here()) deliver(keep_alive);
}

void Engine::failed(Connection& connection, Exchange& exchange, ClerkError failure)
{
    After after;
    {
        Lock const lock{mutex_};
        auto const moment = now();
        retire(connection, stats_.closed.error, after);
        attempt_failed(static_cast<Operation&>(exchange), std::move(failure), moment, after);
        open_wanted(moment, after);
    }
    perform(after);
}

void Engine::release(Connection& connection, TimePoint now, After& after)
{
    if (connection.standing() != PoolState::Standing::leased) return; // the client was closed meanwhile
    bool const timed_out = connection.response().status == request_timeout;
    if (timed_out || !connection.reusable())
        retire(connection, stats_.closed.by_peer, after);
    else if (pool_.age(connection, now) != PoolState::Expiry::none)
        retire(connection, stats_.closed.max_lifetime, after);
    else
        serve_or_keep(connection, now, after);
    if (timed_out) close_idle(now, stats_.closed.by_peer, after);
    while (auto* const expired = pool_.take_expired(now).entry)
        retire(static_cast<Connection&>(*expired), stats_.closed.idle_timeout, after);
    if (pool_.waiting() > 0) open_wanted(now, after);
}

// During a suspend, the timeouts of servers and middleboxes continue.
void Engine::close_idle_after_sleep(TimePoint now, After& after)
{
    auto const asleep = asleep_();
    if (asleep - std::exchange(asleep_seen_, asleep) >= shortest_sleep) close_idle(now, stats_.closed.idle_timeout, after);
}

// They have been idle for longer than one that the server gave up: it may have given them up too.
void Engine::close_idle(TimePoint now, std::uint64_t& reason, After& after)
{
    while (auto* const idle = pool_.take_idle(now).entry) retire(static_cast<Connection&>(*idle), reason, after);
}

void Engine::serve_or_keep(Connection& connection, TimePoint now, After& after)
{
    if (connection.standing() != PoolState::Standing::leased) return;
    if (auto* const next = next_waiter(now, after)) return give(*next, connection, now, after);
    pool_.keep(connection, now, peer_limit(connection.response()));
    if (pool_.idle() > ready_connections) after.rest = connection.shared_from_this();
}

Operation* Engine::next_waiter(TimePoint now, After& after)
{
    while (auto* const waiter = pool_.next_waiter())
    {
        auto& operation = static_cast<Operation&>(*waiter);
        auto const left = gate_.left(operation.traits.rate_key, now);
        if (left.count() == 0) return &operation;
        hold(operation, now, left, after);
    }
    return nullptr;
}

void Engine::retire(Connection& connection, std::uint64_t& reason, After& after)
{
    if (connection.index >= connections_.size() || connections_[connection.index].get() != &connection) return;
    pool_.remove(connection);
    wheel_.cancel(connection);
    ++reason;
    std::swap(connections_[connection.index], connections_.back());
    connections_[connection.index]->index = connection.index;
    after.close.push(std::move(connections_.back()));
    connections_.pop_back();
}

void Engine::open_wanted(TimePoint now, After& after)
{
    if (closed_) return;
    if (now < proxy_refuses_until_)
    {
        if (pool_.waiting() > 0) schedule(put_off_connects_, proxy_refuses_until_);
        return;
    }
    for (auto wanted = pool_.wanted(now); wanted > 0; --wanted)
        if (!open_one(after)) return schedule(put_off_connects_, now + memory_pause);
    // Nothing else may happen for as long as the calls that run take.
    if (auto const until = pool_.put_off_until(now)) schedule(put_off_connects_, *until);
}

bool Engine::open_one(After& after) noexcept
try
{
    auto connection = std::make_shared<Connection>(shared_from_this(), settings_.connections);
    connection->index = connections_.size();
    connections_.push_back(connection);
    pool_.opening(*connection);
    after.open.push(std::move(connection));
    return true;
}
catch (std::bad_alloc const&)
{
    return false;
}

// Connects that others have begun meanwhile are nothing to wait for: there may always be some.
void Engine::settle_warm_ups(Connection const& settled, ClerkError const* failure, After& after)
{
    for (auto& wait : warm_ups_)
    {
        if (std::erase(wait->awaited, &settled) == 0 || failure == nullptr) continue;
        wait->outcome = std::unexpected{copy_if_memory_allows(*failure)};
    }
    end_warm_ups(after);
}

void Engine::end_warm_ups(After& after)
{
    std::erase_if(warm_ups_, [&](std::shared_ptr<WarmUpWait>& wait) {
        if (!closing_ && !wait->awaited.empty()) return false;
        if (closing_)
            wait->outcome = std::unexpected{closed_failure(Phase::connect)};
        else if (auto const open = pool_.open() - pool_.connecting(); open > 0 || wait->outcome)
            wait->outcome = open;
        after.warmed.push(wait);
        return true;
    });
}

} // namespace clerk::detail
