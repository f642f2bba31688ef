#include "policy/pool.hpp"

#include <algorithm>
#include <utility>

namespace clerk::detail {

namespace {

using namespace std::chrono_literals;

// While other connections serve, a server that refuses more is not asked again at once.
constexpr auto first_connect_pause = 100ms;
constexpr auto longest_connect_pause = 5s;

} // namespace

PoolState::Taken PoolState::take_idle(TimePoint now) noexcept
{
    Entry* const entry = idle_.pop_front();
    if (entry == nullptr) return {};
    auto const expiry = idle_age(*entry, now);
    entry->standing_ = expiry == Expiry::none ? Standing::leased : Standing::gone;
    if (expiry == Expiry::none) ++leased_;
    return {entry, expiry};
}

PoolState::Taken PoolState::take_expired(TimePoint now) noexcept
{
    Entry* const oldest = idle_.back();
    auto const expiry = oldest == nullptr ? Expiry::none : idle_age(*oldest, now);
    if (expiry == Expiry::none) return {};
    idle_.remove(*oldest);
    oldest->standing_ = Standing::gone;
    return {oldest, expiry};
}

PoolState::Expiry PoolState::idle_age(Entry const& entry, TimePoint now) const noexcept
{
    return now - entry.idle_since_ >= entry.idle_limit_ ? Expiry::idle_timeout : age(entry, now);
}

bool PoolState::may_wait(TimePoint now) const noexcept
{
    // Waiters with a connection being opened, or that can be opened, do not count.
    return waiting_.size() < options_.max_waiting + connecting_.size() + (puts_off(now) ? 0 : room());
}

std::size_t PoolState::wanted(TimePoint now) const noexcept
{
    if (waiting_.size() <= connecting_.size()) return 0;
    if (puts_off(now)) return 0;
    return std::min(waiting_.size() - connecting_.size(), room());
}

std::optional<PoolState::TimePoint> PoolState::put_off_until(TimePoint now) const noexcept
{
    if (waiting_.size() <= connecting_.size() || room() == 0 || !puts_off(now)) return std::nullopt;
    return no_connect_before_;
}

void PoolState::opening(Entry& entry) noexcept
{
    entry.standing_ = Standing::connecting;
    connecting_.push_back(entry);
}

void PoolState::opened(Entry& entry, TimePoint now) noexcept
{
    connecting_.remove(entry);
    entry.standing_ = Standing::leased;
    entry.made_ = now;
    ++leased_;
    failures_ = unreported_ = 0;
    no_connect_before_ = {};
}

std::size_t PoolState::failed(Entry& entry, TimePoint now) noexcept
{
    connecting_.remove(entry);
    entry.standing_ = Standing::gone;
    auto const grown = first_connect_pause * (1 << std::min<std::size_t>(failures_, 10));
    no_connect_before_ = now + std::min<std::chrono::milliseconds>(grown, longest_connect_pause);
    ++failures_;
    ++unreported_;
    return open() > 0 ? 0 : std::min(std::exchange(unreported_, 0), waiting_.size());
}

PoolState::Expiry PoolState::age(Entry const& entry, TimePoint now) const noexcept
{
    return now - entry.made_ >= options_.max_lifetime ? Expiry::max_lifetime : Expiry::none;
}

void PoolState::keep(Entry& entry, TimePoint now, std::optional<std::chrono::milliseconds> peer_limit) noexcept
{
    --leased_;
    entry.standing_ = Standing::idle;
    entry.idle_since_ = now;
    entry.idle_limit_ = peer_limit ? std::min(*peer_limit, options_.idle_timeout) : options_.idle_timeout;
    idle_.push_front(entry);
}

void PoolState::remove(Entry& entry) noexcept
{
    switch (entry.standing_)
    {
    case Standing::connecting:
        connecting_.remove(entry);
        break;
    case Standing::idle:
        idle_.remove(entry);
        break;
    case Standing::leased:
        --leased_;
        break;
    case Standing::gone:
        break;
    }
    entry.standing_ = Standing::gone;
}

PoolState::Entry* PoolState::opening_for(Waiter const& waiter) noexcept
{
    Entry* entry = connecting_.front();
    for (Waiter* other = waiting_.front(); entry != nullptr && other != nullptr; other = waiting_.after(*other))
    {
        if (other == &waiter) return entry;
        entry = connecting_.after(*entry);
    }
    return nullptr;
}

} // namespace clerk::detail
