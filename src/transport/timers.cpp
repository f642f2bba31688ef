#include "transport/timers.hpp"

#include <algorithm>
#include <utility>

namespace clerk::detail {

void Timers::start(std::unique_ptr<Timer> timer)
{
    timer_ = std::move(timer);
    epoch_ = timer_->now();
}

void Timers::schedule(TimerEntry& entry, TimePoint when) noexcept
{
    // Rounded up, so that nothing is due too early.
    auto const ticks = std::chrono::ceil<std::chrono::milliseconds>(when - epoch_).count();
    auto const tick = static_cast<TimerWheel::Tick>(std::max<decltype(ticks)>(ticks, 0));
    wheel_.schedule(entry, tick);
    // The timer is only moved to an earlier time. An occasional spurious expiry costs less than moving it.
    if (!armed_ || tick < *armed_) arm();
}

TimerEntry* Timers::pop_due(TimePoint now) noexcept
{
    auto const elapsed = std::chrono::floor<std::chrono::milliseconds>(now - epoch_).count();
    return static_cast<TimerEntry*>(wheel_.pop_due(static_cast<TimerWheel::Tick>(elapsed)));
}

TimerEntry* Timers::pop_any() noexcept
{
    auto* const node = wheel_.any();
    if (node != nullptr) wheel_.cancel(*node);
    return static_cast<TimerEntry*>(node);
}

void Timers::arm() noexcept
{
    auto const next = wheel_.next();
    if (!next || !timer_) return;
    armed_ = next;
    auto const when = epoch_ + std::chrono::milliseconds{*next};
    // If both attempts run out of memory, the next entry that is scheduled arms it.
    if (!timer_->set(when) && !timer_->set(when)) armed_.reset();
}

void Timers::disarm_if_idle()
{
    if (wheel_.next() || !armed_) return;
    armed_.reset();
    timer_->clear();
}

} // namespace clerk::detail
