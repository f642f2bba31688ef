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

/// A clock for a client that only `advance` moves. Not thread-safe.
class ManualClock
{
public:
    using TimePoint = detail::Timer::TimePoint;

    /// For `EngineDependencies::timer`. The clock must outlive the client.
    [[nodiscard]] detail::TimerFactory factory()
    {
        return [this](boost::asio::any_io_executor const& executor, std::function<void()> on_expiry) {
            executor_ = executor;
            on_expiry_ = std::move(on_expiry);
            return std::make_unique<Face>(*this);
        };
    }

    [[nodiscard]] TimePoint now() const noexcept { return now_; }

    /// Moves it forward. A timer that has expired invokes its callback when the context runs.
    void advance(std::chrono::milliseconds by)
    {
        now_ += by;
        if (!expiry_ || now_ < *expiry_) return;
        expiry_.reset();
        boost::asio::post(executor_, on_expiry_);
    }

private:
    class Face final : public detail::Timer
    {
    public:
        explicit Face(ManualClock& clock) : clock_{clock} {}

        TimePoint now() const override { return clock_.now_; }

        bool set(TimePoint when) noexcept override
        {
            clock_.expiry_ = when;
            clock_.advance({});
            return true;
        }

        void clear() override { clock_.expiry_.reset(); }

    private:
        ManualClock& clock_;
    };

    TimePoint now_{std::chrono::hours{1}};
    std::optional<TimePoint> expiry_;
    boost::asio::any_io_executor executor_;
    std::function<void()> on_expiry_;
};

} // namespace clerk::test
