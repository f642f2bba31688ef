#include "policy/pool.hpp"

#include <algorithm>
#include <utility>

namespace clerk::detail {

namespace {

using namespace std::chrono_literals;

// Delays of connection attempts after a failure, while other connections are open.
constexpr auto first_connect_backoff = 100ms;
constexpr auto max_connect_backoff = 5s;

} // namespace

Pool::Taken Pool::take_idle(TimePoint now) noexcept
{
    if (idle_.empty()) return {};
    auto* const connection = &idle_.front();
    idle_.pop_front();
    auto const expiry = idle_age(*connection, now);
    connection->status_ = expiry == Expiry::none ? Status::leased : Status::gone;
    if (expiry == Expiry::none) ++leased_;
    return {connection, expiry};
}

Pool::Taken Pool::take_expired(TimePoint now) noexcept
{
    auto* const oldest = idle_.empty() ? nullptr : &idle_.back();
    auto const expiry = oldest == nullptr ? Expiry::none : idle_age(*oldest, now);
    if (expiry == Expiry::none) return {};
    idle_.erase(idle_.iterator_to(*oldest));
    oldest->status_ = Status::gone;
    return {oldest, expiry};
}

Pool::Expiry Pool::idle_age(PooledConnection const& connection, TimePoint now) const noexcept
{
    return now - connection.idle_since_ >= connection.idle_limit_ ? Expiry::idle_timeout : age(connection, now);
}

bool Pool::can_enqueue(TimePoint now) const noexcept
{
    // Waiters with a connection being opened, or that can be opened, do not count.
    return waiting_.size() < options_.max_waiting + connecting_.size() + (in_backoff(now) ? 0 : capacity_left());
}

std::size_t Pool::connects_needed(TimePoint now) const noexcept
{
    if (waiting_.size() <= connecting_.size()) return 0;
    if (in_backoff(now)) return 0;
    return std::min(waiting_.size() - connecting_.size(), capacity_left());
}

std::optional<Pool::TimePoint> Pool::backoff_end(TimePoint now) const noexcept
{
    if (waiting_.size() <= connecting_.size() || capacity_left() == 0 || !in_backoff(now)) return std::nullopt;
    return backoff_end_;
}

void Pool::start_connect(std::shared_ptr<PooledConnection> connection)
{
    auto& added = *connections_.emplace_back(std::move(connection));
    added.index_ = connections_.size() - 1;
    added.status_ = Status::connecting;
    connecting_.push_back(added);
}

void Pool::on_connected(PooledConnection& connection, TimePoint now) noexcept
{
    connecting_.erase(connecting_.iterator_to(connection));
    connection.status_ = Status::leased;
    connection.connected_at_ = now;
    ++leased_;
    failures_ = unreported_ = 0;
    backoff_end_ = {};
}

std::size_t Pool::on_connect_failed(PooledConnection& connection, TimePoint now) noexcept
{
    connecting_.erase(connecting_.iterator_to(connection));
    connection.status_ = Status::gone;
    auto const grown = first_connect_backoff * (1 << std::min<std::size_t>(failures_, 10));
    backoff_end_ = now + std::min<std::chrono::milliseconds>(grown, max_connect_backoff);
    ++failures_;
    ++unreported_;
    return open() > 0 ? 0 : std::min(std::exchange(unreported_, 0), waiting_.size());
}

Pool::Expiry Pool::age(PooledConnection const& connection, TimePoint now) const noexcept
{
    return now - connection.connected_at_ >= options_.max_lifetime ? Expiry::max_lifetime : Expiry::none;
}

void Pool::make_idle(PooledConnection& connection, TimePoint now) noexcept
{
    --leased_;
    connection.status_ = Status::idle;
    connection.idle_since_ = now;
    connection.idle_limit_ =
        connection.peer_limit ? std::min(*connection.peer_limit, options_.idle_timeout) : options_.idle_timeout;
    idle_.push_front(connection);
}

std::shared_ptr<PooledConnection> Pool::erase(PooledConnection& connection) noexcept
{
    auto const index = connection.index_;
    if (index >= connections_.size() || connections_[index].get() != &connection) return nullptr;
    switch (connection.status_)
    {
    case Status::connecting:
        connecting_.erase(connecting_.iterator_to(connection));
        break;
    case Status::idle:
        idle_.erase(idle_.iterator_to(connection));
        break;
    case Status::leased:
        --leased_;
        break;
    case Status::gone:
        break;
    }
    connection.status_ = Status::gone;
    std::swap(connections_[index], connections_.back());
    connections_[index]->index_ = index;
    auto owned = std::move(connections_.back());
    connections_.pop_back();
    return owned;
}

PooledConnection* Pool::connect_for(Waiter const& waiter) noexcept
{
    auto connection = connecting_.begin();
    for (auto other = waiting_.begin(); connection != connecting_.end() && other != waiting_.end(); ++other, ++connection)
        if (&*other == &waiter) return &*connection;
    return nullptr;
}

} // namespace clerk::detail
