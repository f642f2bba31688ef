#pragma once

#include "transport/timer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace clerk::test {

/// A client's clock that stands still until it is moved. For one thread.
class ManualClock
{
public:
    using TimePoint = detail::Alarm::TimePoint;

    /// For `EngineSeams::alarm`. The clock must outlive the client.
    [[nodiscard]] detail::AlarmFactory factory()
    {
        return [this](boost::asio::any_io_executor const& executor, std::function<void()> ring) {
            executor_ = executor;
            ring_ = std::move(ring);
            return std::make_unique<Face>(*this);
        };
    }

    /// Moves it on; an alarm that is due rings when the context runs.
    void advance(std::chrono::milliseconds by)
    {
        now_ += by;
        if (!alarm_ || now_ < *alarm_) return;
        alarm_.reset();
        boost::asio::post(executor_, ring_);
    }

private:
    class Face final : public detail::Alarm
    {
    public:
        explicit Face(ManualClock& clock) : clock_{clock} {}

        TimePoint now() const override { return clock_.now_; }

        bool set(TimePoint when) noexcept override
        {
            clock_.alarm_ = when;
            clock_.advance({});
            return true;
        }

        void clear() override { clock_.alarm_.reset(); }

    private:
        ManualClock& clock_;
    };

    TimePoint now_{std::chrono::hours{1}};
    std::optional<TimePoint> alarm_;
    boost::asio::any_io_executor executor_;
    std::function<void()> ring_;
};

} // namespace clerk::test
