#pragma once

#include "net/resolver.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>

namespace clerk::detail {

/// The connection attempts of one connection (Happy Eyeballs, RFC 8305). The next attempt starts 250 ms after the last one, or
/// when it fails. The first established connection wins. Not thread-safe.
class Connector
{
public:
    using Socket = boost::asio::ip::tcp::socket;
    using Attempt = std::list<Socket>::iterator;
    using TimePoint = std::chrono::steady_clock::time_point;
    using Handler = std::function<void(Attempt, boost::system::error_code)>;

    /// @param deadline of all attempts together
    Connector(boost::asio::any_io_executor executor, TimePoint deadline) : executor_{std::move(executor)}, deadline_{deadline} {}

    [[nodiscard]] TimePoint deadline() const noexcept { return deadline_; }

    /// Sets the addresses: families alternate. With `loopback_only`, ignores others.
    ///
    /// @returns false if none is left
    bool set_endpoints(Endpoints const& endpoints, bool loopback_only);

    /// Starts an attempt with the next address, if there is one. Invokes the handler when it ends, never inside this function.
    void connect_next(TimePoint now, Handler handler);

    /// Returns when to call `connect_next` next, or the deadline.
    [[nodiscard]] TimePoint next_attempt() const noexcept { return next_attempt_; }

    enum class Progress
    {
        connect_next, ///< there is another address
        pending,      ///< other attempts are running
        failed        ///< all have failed
    };
    /// Removes a failed attempt.
    [[nodiscard]] Progress remove(Attempt attempt);

    /// Returns the connected socket and cancels the other attempts.
    [[nodiscard]] Socket take(Attempt attempt);

private:
    boost::asio::any_io_executor executor_;
    TimePoint deadline_;
    TimePoint next_attempt_{};
    Endpoints endpoints_;
    std::size_t next_endpoint_{0};
    std::list<Socket> attempts_;
};

} // namespace clerk::detail
