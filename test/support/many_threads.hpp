#pragma once

#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace clerk::test {

/// Runs the context on several threads and asserts that it runs out of work.
inline void run_on_threads(boost::asio::io_context& context, int count)
{
    context.restart();
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&context] { context.run_for(std::chrono::seconds{120}); });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(context.stopped(), "the context ran out of work");
}

/// A call that is cancelled after a delay, on a separate strand, which cancellation slots require.
class CancellableCall
{
public:
    explicit CancellableCall(boost::asio::io_context& context) : strand_{make_strand(context)}, timer_{strand_} {}

    void start(Client const& client, std::string const& address, std::chrono::microseconds after, std::atomic<int>& ended)
    {
        boost::asio::post(strand_, [this, invitations = client.invitations(), address, after, &ended] {
            invitations.create(address, boost::asio::bind_executor(
                                            strand_, boost::asio::bind_cancellation_slot(signal_.slot(), [this, &ended](Created) {
                                                ++ended;
                                                timer_.cancel();
                                            })));
            timer_.expires_after(after);
            timer_.async_wait([this](boost::system::error_code ec) {
                if (!ec) signal_.emit(boost::asio::cancellation_type::terminal);
            });
        });
    }

private:
    boost::asio::strand<boost::asio::io_context::executor_type> strand_;
    boost::asio::steady_timer timer_;
    boost::asio::cancellation_signal signal_;
};

} // namespace clerk::test
