#pragma once

#include "policy/timer_wheel.hpp"
#include "transport/timer.hpp"

#include <memory>
#include <optional>

namespace clerk::detail {

/// Any number of timer entries on one timer. The owner serialises calls, except for `now`.
class Timers
{
public:
    using TimePoint = Timer::TimePoint;

    /// Called once, before anything else.
    void start(std::unique_ptr<Timer> timer);

    /// Destroys the timer. Nothing can be scheduled afterwards.
    void stop() noexcept { timer_.reset(); }

    [[nodiscard]] TimePoint now() const { return timer_->now(); }

    /// Schedules the entry, or moves it.
    void schedule(TimerEntry& entry, TimePoint when) noexcept;

    void cancel(TimerEntry& entry) noexcept { wheel_.cancel(entry); }

    /// The timer has expired: it must be armed again after the entries that are due were removed.
    void on_expiry() noexcept { armed_.reset(); }

    /// Removes an entry that is due. Null if none is.
    [[nodiscard]] TimerEntry* pop_due(TimePoint now) noexcept;

    /// Removes any entry. Null if there is none.
    [[nodiscard]] TimerEntry* pop_any() noexcept;

    /// Arms the timer for the first entry.
    void arm() noexcept;

    /// Cancels the timer if nothing is scheduled, so that it does not keep the context running.
    void disarm_if_idle();

private:
    std::unique_ptr<Timer> timer_;
    TimePoint epoch_{};
    std::optional<TimerWheel::Tick> armed_; ///< the tick that the timer is armed for
    TimerWheel wheel_;
};

} // namespace clerk::detail
