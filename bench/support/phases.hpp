#pragma once

#include <clerk/observer.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <mutex>
#include <string_view>
#include <vector>

namespace bench {

/// Measures where the time of calls with one attempt goes, from their events.
class Phases : public clerk::Observer
{
public:
    explicit Phases(long warm_up) : warm_up_{warm_up} {}

    void on_attempt_end(clerk::AttemptEnd const& event) noexcept override
    {
        std::scoped_lock const lock{mutex_};
        if (warm_up_ > 0)
        {
            --warm_up_;
            return;
        }
        queue_.push_back(event.queue_time);
        first_byte_.push_back(event.time_to_first_byte);
        rest_.push_back(event.duration - event.time_to_first_byte);
    }

    void print()
    {
        print("queue", queue_);
        print("first byte", first_byte_);
        print("rest", rest_);
    }

private:
    using Times = std::vector<std::chrono::nanoseconds>;

    static void print(std::string_view name, Times& times)
    {
        if (times.empty()) return;
        std::ranges::sort(times);
        auto const at = [&](std::size_t percent) {
            auto const time = times[(times.size() - 1) * percent / 100];
            return std::chrono::duration<double, std::micro>{time}.count();
        };
        std::cout << "phase " << name << " p50_us " << at(50) << " p99_us " << at(99) << '\n';
    }

    std::mutex mutex_;
    long warm_up_;
    Times queue_;
    Times first_byte_;
    Times rest_;
};

} // namespace bench
