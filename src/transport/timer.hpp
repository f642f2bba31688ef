#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace clerk::detail {

/// The clock of a client and its timer. The owner serialises calls.
class Timer
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual ~Timer() = default;

    [[nodiscard]] virtual TimePoint now() const = 0;

    /// Invokes the callback not after `when`, possibly earlier and more than once, but never inside this function. Returns false
    /// without memory.
    [[nodiscard]] virtual bool set(TimePoint when) noexcept = 0;

    virtual void clear() = 0;
};

using TimerFactory = std::function<std::unique_ptr<Timer>(boost::asio::any_io_executor const&, std::function<void()> on_expiry)>;

/// The steady clock and an Asio timer.
[[nodiscard]] std::unique_ptr<Timer> make_steady_timer(boost::asio::any_io_executor const& executor,
                                                       std::function<void()> on_expiry);

} // namespace clerk::detail
