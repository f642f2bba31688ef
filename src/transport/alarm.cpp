#include "transport/alarm.hpp"

#include <boost/asio/steady_timer.hpp>

namespace clerk::detail {

namespace {

class SteadyAlarm final : public Alarm
{
public:
    SteadyAlarm(boost::asio::any_io_executor const& executor, std::function<void()> ring)
        : timer_{executor}, ring_{std::move(ring)}
    {}

    TimePoint now() const override { return std::chrono::steady_clock::now(); }

    void set(TimePoint when) override
    {
        timer_.expires_at(when);
        timer_.async_wait([ring = ring_](boost::system::error_code ec) {
            if (!ec) ring();
        });
    }

    void clear() override { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
    std::function<void()> ring_;
};

} // namespace

std::unique_ptr<Alarm> make_steady_alarm(boost::asio::any_io_executor const& executor, std::function<void()> ring)
{
    return std::make_unique<SteadyAlarm>(executor, std::move(ring));
}

} // namespace clerk::detail
