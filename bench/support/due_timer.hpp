#pragma once

#include "support/load.hpp"

#include <chrono>
#include <cstdint>

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace bench {

/// Wakes an epoll loop when the next call is due, as Asio's timers do: exact, and without spinning.
class DueTimer
{
public:
    /// @param epoll  the event's data is a null pointer
    explicit DueTimer(int epoll)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor_, &event);
    }

    DueTimer(DueTimer const&) = delete;
    DueTimer& operator=(DueTimer const&) = delete;

    ~DueTimer() { ::close(descriptor_); }

    /// Sets the time unless it is set already.
    void set(Load::TimePoint due)
    {
        if (due == due_) return;
        due_ = due;
        auto const since_epoch = due.time_since_epoch();
        auto const seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
        itimerspec when{};
        when.it_value.tv_sec = seconds.count();
        when.it_value.tv_nsec = std::chrono::nanoseconds{since_epoch - seconds}.count();
        timerfd_settime(descriptor_, TFD_TIMER_ABSTIME, &when, nullptr);
    }

    /// After it has woken the loop.
    void clear()
    {
        std::uint64_t expirations = 0;
        static_cast<void>(::read(descriptor_, &expirations, sizeof expirations));
        due_ = {};
    }

private:
    int descriptor_{timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)};
    Load::TimePoint due_{};
};

} // namespace bench
