#include "transport/call_scheduler.hpp"

#include "common/if_memory_allows.hpp"
#include "policy/proxy_refusal.hpp"
#include "transport/call_errors.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace clerk::detail {

namespace {

// The peer closes the connection at its limit. No request may be in flight then.
constexpr std::chrono::milliseconds keep_alive_margin{1'000};

// How long no connection is attempted after a proxy refused the client's credentials or Clerk's host.
constexpr std::chrono::seconds proxy_pause{30};

// Number of idle connections that keep their TLS buffers, which are half of the memory of a connection. Further ones release
// them: reallocation is negligible during a burst.
constexpr std::size_t ready_connections = 64;

constexpr int request_timeout = 408;

// A smaller difference results from reading two clocks one after the other.
constexpr std::chrono::seconds shortest_sleep{1};

std::optional<std::chrono::milliseconds> peer_limit(ResponseFacts const& facts) noexcept
{
    if (!facts.keep_alive_timeout) return std::nullopt;
    std::chrono::milliseconds const limit{*facts.keep_alive_timeout};
    return std::max(limit - keep_alive_margin, limit / 2);
}

std::uint64_t& count_of(ClientStats::Closed& closed, CloseReason reason) noexcept
{
    switch (reason)
    {
    case CloseReason::idle_timeout:
        return closed.idle_timeout;
    case CloseReason::max_lifetime:
        return closed.max_lifetime;
    case CloseReason::by_peer:
        return closed.by_peer;
    case CloseReason::connect:
        return closed.connect;
    case CloseReason::error:
        return closed.error;
    case CloseReason::cancelled:
        return closed.cancelled;
    case CloseReason::client:
        break;
    }
    return closed.client;
}

} // namespace

void CallScheduler::on_connected(PooledConnection& connection, bool resumed, TimePoint now, Actions& actions)
{
    if (connection.status() != Pool::Status::connecting) return;
    timers_.cancel(connection);
    pool_.on_connected(connection, now);
    proxy_refuses_until_ = {};
    ++stats_.connections_created;
    stats_.tls_sessions_resumed += resumed ? 1U : 0U;
    observe_open(connection, now, actions);
    serve_or_keep(connection, now, actions);
    open_connections(now, actions);
    update_warm_ups(connection, nullptr, actions);
}

void CallScheduler::on_connect_failed(PooledConnection& connection, ClerkError const& failure, TimePoint now, Actions& actions)
{
    if (connection.status() != Pool::Status::connecting) return;
    auto waiters_to_fail = pool_.on_connect_failed(connection, now);
    retire(connection, CloseReason::connect, actions);
    last_connect_failure_ = copy_if_memory_allows(failure);
    last_connect_failure_at_ = now;
    if (is_final_proxy_refusal(failure)) refused_by_proxy(now, waiters_to_fail, actions);
    for (; waiters_to_fail > 0; --waiters_to_fail)
    {
        auto& call = static_cast<CallBase&>(*pool_.pop_waiter());
        leave_queue(call, now);
        ++call.attempts;
        attempt_failed(call, nullptr, copy_if_memory_allows(failure), now, actions);
    }
    open_connections(now, actions);
    update_warm_ups(connection, &failure, actions);
}

// Calls that an open connection cannot serve end: their requests for a tunnel would be refused as well.
void CallScheduler::refused_by_proxy(TimePoint now, std::size_t& waiters_to_fail, Actions& actions)
{
    proxy_refuses_until_ = now + proxy_pause;
    if (has_connection()) return;
    while (auto* const waiter = pool_.pop_waiter())
    {
        auto& call = static_cast<CallBase&>(*waiter);
        leave_queue(call, now);
        if (waiters_to_fail == 0)
        {
            end(call, proxy_refusal(), now, actions);
            continue;
        }
        --waiters_to_fail;
        ++call.attempts;
        end_attempt(call, nullptr, proxy_refusal(), now, actions);
    }
    waiters_to_fail = 0;
}

ClerkError CallScheduler::proxy_refusal() const noexcept
{
    auto error = copy_if_memory_allows(*last_connect_failure_);
    error.not_retried = NotRetried::proxy_refused;
    return error;
}

void CallScheduler::release(PooledConnection& connection, ResponseFacts const& facts, TimePoint now, Actions& actions)
{
    if (connection.status() != Pool::Status::leased) return; // the client was closed meanwhile
    connection.peer_limit = peer_limit(facts);
    bool const timed_out = facts.status == request_timeout;
    if (timed_out || !facts.reusable)
        retire(connection, CloseReason::by_peer, actions);
    else if (pool_.age(connection, now) != Pool::Expiry::none)
        retire(connection, CloseReason::max_lifetime, actions);
    else
        serve_or_keep(connection, now, actions);
    if (timed_out) close_idle(now, CloseReason::by_peer, actions);
    while (auto* const expired = pool_.take_expired(now).connection) retire(*expired, CloseReason::idle_timeout, actions);
    if (pool_.waiting() > 0) open_connections(now, actions);
}

// During a suspend, the timeouts of servers and middleboxes continue.
void CallScheduler::close_idle_after_sleep(TimePoint now, Actions& actions)
{
    auto const asleep = dependencies_.asleep();
    if (asleep - std::exchange(asleep_seen_, asleep) >= shortest_sleep) close_idle(now, CloseReason::idle_timeout, actions);
}

// After a 408, idle connections are closed: they were idle for longer than the one that the server closed.
void CallScheduler::close_idle(TimePoint now, CloseReason reason, Actions& actions)
{
    while (auto* const idle = pool_.take_idle(now).connection) retire(*idle, reason, actions);
}

void CallScheduler::serve_or_keep(PooledConnection& connection, TimePoint now, Actions& actions)
{
    if (connection.status() != Pool::Status::leased) return;
    if (auto* const next = next_waiter(now, actions)) return assign(*next, connection, now, actions);
    pool_.make_idle(connection, now);
    if (pool_.idle() > ready_connections) actions.trim = connection.shared_from_this();
}

CallBase* CallScheduler::next_waiter(TimePoint now, Actions& actions)
{
    while (auto* const waiter = pool_.pop_waiter())
    {
        auto& call = static_cast<CallBase&>(*waiter);
        leave_queue(call, now);
        auto const left = gate_.remaining(call.traits.rate_limit_key, now);
        if (left.count() == 0) return &call;
        delay(call, now, left, actions);
    }
    return nullptr;
}

void CallScheduler::retire(PooledConnection& connection, CloseReason reason, Actions& actions)
{
    auto owned = pool_.erase(connection);
    if (!owned) return;
    timers_.cancel(connection);
    ++count_of(stats_.connections_closed, reason);
    observe_close(connection, reason);
    actions.close.push(std::move(owned));
}

void CallScheduler::retire_all(Actions& actions)
{
    while (!pool_.connections().empty()) retire(*pool_.connections().back(), CloseReason::client, actions);
}

void CallScheduler::open_connections(TimePoint now, Actions& actions)
{
    if (lifecycle_ >= Lifecycle::closed) return;
    if (now < proxy_refuses_until_)
    {
        if (pool_.waiting() > 0) timers_.schedule(connect_backoff_, proxy_refuses_until_);
        return;
    }
    for (auto needed = pool_.connects_needed(now); needed > 0; --needed)
        if (!open_connection(actions)) return timers_.schedule(connect_backoff_, now + memory_pause);
    // Without this timer, the next event may be the end of a running call.
    if (auto const until = pool_.backoff_end(now)) timers_.schedule(connect_backoff_, *until);
}

bool CallScheduler::open_connection(Actions& actions) noexcept
try
{
    auto connection = dependencies_.make_connection();
    pool_.start_connect(connection);
    actions.open.push(std::move(connection));
    return true;
}
catch (std::bad_alloc const&)
{
    return false;
}

} // namespace clerk::detail
