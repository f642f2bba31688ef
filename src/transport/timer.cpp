#include "transport/timer.hpp"

#include "net/handler_memory.hpp"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <new>

namespace clerk::detail {

namespace {

/// At most one wait is pending, so its memory is allocated once. An earlier expiry cancels the pending wait, whose handler
/// invokes the callback; the engine then sets the timer again.
class SteadyTimer final : public Timer
{
public:
    SteadyTimer(boost::asio::any_io_executor const& executor, std::function<void()> on_expiry)
        : timer_{executor}, wait_{std::make_shared<Wait>(std::move(on_expiry))}
    {}

    TimePoint now() const override { return std::chrono::steady_clock::now(); }

    bool set(TimePoint when) noexcept override
    try
    {
        if (wait_->in_flight.load(std::memory_order_acquire))
        {
            if (when < timer_.expiry()) timer_.cancel();
            return true;
        }
        timer_.expires_at(when);
        wait_->in_flight.store(true, std::memory_order_relaxed);
        timer_.async_wait(
            boost::asio::bind_allocator(HandlerAllocator<void>{wait_->memory}, [wait = wait_](boost::system::error_code) {
                wait->in_flight.store(false, std::memory_order_release);
                wait->on_expiry();
            }));
        return true;
    }
    catch (std::bad_alloc const&)
    {
        wait_->in_flight.store(false, std::memory_order_relaxed);
        return false;
    }

    void clear() override { timer_.cancel(); }

private:
    struct Wait
    {
        explicit Wait(std::function<void()> call_back) : on_expiry{std::move(call_back)} {}

        HandlerMemory memory;
        std::function<void()> on_expiry;
        std::atomic<bool> in_flight{false};
    };

    boost::asio::steady_timer timer_;
    std::shared_ptr<Wait> wait_;
};

} // namespace

std::unique_ptr<Timer> make_steady_timer(boost::asio::any_io_executor const& executor, std::function<void()> on_expiry)
{
    return std::make_unique<SteadyTimer>(executor, std::move(on_expiry));
}

} // namespace clerk::detail
