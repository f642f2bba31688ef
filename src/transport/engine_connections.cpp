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
std::optional<ClerkError> decode(CallBase& operation, Response const& response)
try
{
    return operation.on_response(response);
}
catch (std::bad_alloc const&)
{
    bool const refused = response.status >= 400 && response.status <= 499;
    auto error = out_of_memory(ErrorKind::decode, Phase::decode, refused ? Delivery::rejected : Delivery::unknown);
    error.status = response.status;
    return error;
}

} // namespace

void Engine::on_connected(Connection& connection)
{
    transact([&](Actions& actions) {
        if (connection.status() != Pool::Status::connecting) return;
        auto const moment = now();
        timers_.cancel(connection);
        pool_.on_connected(connection, moment);
        proxy_refuses_until_ = {};
        ++stats_.created;
        stats_.resumed += connection.resumed() ? 1U : 0U;
        serve_or_keep(connection, moment, actions);
        open_connections(moment, actions);
        update_warm_ups(connection, nullptr, actions);
    });
}

void Engine::on_connect_failed(Connection& connection, ClerkError failure)
{
    transact([&](Actions& actions) {
        if (connection.status() != Pool::Status::connecting) return;
        auto const moment = now();
        auto waiters_to_fail = pool_.on_connect_failed(connection, moment);
        retire(connection, stats_.closed.connect, actions);
        last_connect_failure_ = copy_if_memory_allows(failure);
        last_connect_failure_at_ = moment;
        if (is_final_proxy_refusal(failure)) refused_by_proxy(moment, waiters_to_fail, actions);
        for (; waiters_to_fail > 0; --waiters_to_fail)
        {
            auto& call = static_cast<CallBase&>(*pool_.pop_waiter());
            ++call.attempts;
            attempt_failed(call, copy_if_memory_allows(failure), moment, actions);
        }
        open_connections(moment, actions);
        update_warm_ups(connection, &failure, actions);
    });
}

// Calls that an open connection cannot serve end: their requests for a tunnel would be refused as well.
void Engine::refused_by_proxy(TimePoint now, std::size_t& waiters_to_fail, Actions& actions)
{
    proxy_refuses_until_ = now + proxy_pause;
    if (has_connection()) return;
    while (auto* const waiter = pool_.pop_waiter())
    {
        auto& operation = static_cast<CallBase&>(*waiter);
        operation.attempts += waiters_to_fail > 0 ? 1 : 0;
        waiters_to_fail -= waiters_to_fail > 0 ? 1 : 0;
        end(operation, proxy_refusal(), actions);
    }
    waiters_to_fail = 0;
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

void Engine::on_response(Connection& connection, Exchange& exchange)
{
    auto& call = static_cast<CallBase&>(exchange);
    auto const keep_alive = call.self; // while it processes its response
    auto error = decode(call, connection.response());
    connection.discard_body();
    bool const succeeded = !error.has_value();
    transact([&](Actions& actions) {
        auto const moment = now();
        if (succeeded)
        {
            call.state = State::ended;
            timers_.cancel(call);
            call.self.reset();
        }
        else
            attempt_failed(call, std::move(*error), moment, actions, connection.served > 1);
        // Only now, because a 429 delays the next waiter too.
        release(connection, moment, actions);
    });
    if (succeeded && !call.complete_here()) deliver(keep_alive);
}

void Engine::release(Connection& connection, TimePoint now, Actions& actions)
{
    if (connection.status() != Pool::Status::leased) return; // the client was closed meanwhile
    bool const timed_out = connection.response().status == request_timeout;
    if (timed_out || !connection.reusable())
        retire(connection, stats_.closed.by_peer, actions);
    else if (pool_.age(connection, now) != Pool::Expiry::none)
        retire(connection, stats_.closed.max_lifetime, actions);
    else
        serve_or_keep(connection, now, actions);
    if (timed_out) close_idle(now, stats_.closed.by_peer, actions);
    while (auto* const expired = pool_.take_expired(now).connection)
        retire(static_cast<Connection&>(*expired), stats_.closed.idle_timeout, actions);
    if (pool_.waiting() > 0) open_connections(now, actions);
}

// During a suspend, the timeouts of servers and middleboxes continue.
void Engine::close_idle_after_sleep(TimePoint now, Actions& actions)
{
    auto const asleep = asleep_();
    if (asleep - std::exchange(asleep_seen_, asleep) >= shortest_sleep) close_idle(now, stats_.closed.idle_timeout, actions);
}

// They have been idle for longer than one that the server gave up: it may have given them up too.
void Engine::close_idle(TimePoint now, std::uint64_t& reason, Actions& actions)
{
    while (auto* const idle = pool_.take_idle(now).connection) retire(static_cast<Connection&>(*idle), reason, actions);
}

void Engine::serve_or_keep(Connection& connection, TimePoint now, Actions& actions)
{
    if (connection.status() != Pool::Status::leased) return;
    if (auto* const next = next_waiter(now, actions)) return assign(*next, connection, now, actions);
    pool_.make_idle(connection, now, peer_limit(connection.response()));
    if (pool_.idle() > ready_connections) actions.trim = connection.shared_from_this();
}

CallBase* Engine::next_waiter(TimePoint now, Actions& actions)
{
    while (auto* const waiter = pool_.pop_waiter())
    {
        auto& operation = static_cast<CallBase&>(*waiter);
        auto const left = gate_.remaining(operation.traits.rate_limit_key, now);
        if (left.count() == 0) return &operation;
        delay(operation, now, left, actions);
    }
    return nullptr;
}

void Engine::retire(Connection& connection, std::uint64_t& reason, Actions& actions)
{
    if (connection.index >= connections_.size() || connections_[connection.index].get() != &connection) return;
    pool_.erase(connection);
    timers_.cancel(connection);
    ++reason;
    std::swap(connections_[connection.index], connections_.back());
    connections_[connection.index]->index = connection.index;
    actions.close.push(std::move(connections_.back()));
    connections_.pop_back();
}

void Engine::open_connections(TimePoint now, Actions& actions)
{
    if (lifecycle_ >= Lifecycle::closed) return;
    if (now < proxy_refuses_until_)
    {
        if (pool_.waiting() > 0) timers_.schedule(connect_backoff_, proxy_refuses_until_);
        return;
    }
    for (auto wanted = pool_.connects_needed(now); wanted > 0; --wanted)
        if (!open_connection(actions)) return timers_.schedule(connect_backoff_, now + memory_pause);
    // Nothing else may happen for as long as the calls that run take.
    if (auto const until = pool_.backoff_end(now)) timers_.schedule(connect_backoff_, *until);
}

bool Engine::open_connection(Actions& actions) noexcept
try
{
    auto connection = std::make_shared<Connection>(shared_from_this(), settings_.connections);
    connection->index = connections_.size();
    connections_.push_back(connection);
    pool_.start_connect(*connection);
    actions.open.push(std::move(connection));
    return true;
}
catch (std::bad_alloc const&)
{
    return false;
}

// A warm-up waits only for the connection attempts that were pending when it started. Later ones could delay it indefinitely.
void Engine::update_warm_ups(Connection const& done, ClerkError const* failure, Actions& actions)
{
    for (auto& op : warm_ups_)
    {
        if (std::erase(op->awaited, &done) == 0 || failure == nullptr) continue;
        op->outcome = std::unexpected{copy_if_memory_allows(*failure)};
    }
    complete_warm_ups(actions);
}

void Engine::complete_warm_ups(Actions& actions)
{
    std::erase_if(warm_ups_, [&](std::shared_ptr<WarmUpOp>& op) {
        bool const ending = lifecycle_ >= Lifecycle::draining;
        if (!ending && !op->awaited.empty()) return false;
        if (ending)
            op->outcome = std::unexpected{closed_failure(Phase::connect)};
        else if (auto const open = pool_.open() - pool_.connecting(); open > 0 || op->outcome)
            op->outcome = open;
        actions.warmed_up.push(op);
        return true;
    });
}

} // namespace clerk::detail
