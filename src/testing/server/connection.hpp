#pragma once

#include "testing/server/request_reader.hpp"
#include "testing/server/responder.hpp"
#include "testing/server/session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace clerk::testing::detail {

/// One connection of the backend: two coroutines, one that only reads, so that a client's leaving is seen at any time, and one
/// that does all else. Everything here runs on the backend's thread.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(boost::asio::ip::tcp::socket socket, std::unique_ptr<Session> session, Responder& responder,
               std::size_t max_header_bytes, std::size_t max_body_bytes);
    ~Connection();

    /// Handshakes, serves and closes.
    [[nodiscard]] static boost::asio::awaitable<void> run(std::shared_ptr<Connection> self);

    /// Lets a held answer go.
    void release();
    /// Closes in good order unless a request is under way.
    void close_if_idle();
    /// Ends it with a RST.
    void reset();

private:
    using Clock = std::chrono::steady_clock;

    static boost::asio::awaitable<void> pump(std::shared_ptr<Connection> self);
    boost::asio::awaitable<bool> handshake();
    boost::asio::awaitable<RequestReader::State> next_request();
    boost::asio::awaitable<bool> deliver(Response response);
    boost::asio::awaitable<bool> write(std::string_view bytes, std::size_t piece_size, std::chrono::milliseconds pause);
    boost::asio::awaitable<bool> hold();
    boost::asio::awaitable<bool> pause(std::chrono::milliseconds duration);
    boost::asio::awaitable<void> wait_until(Clock::time_point deadline);
    boost::asio::awaitable<bool> flush();
    boost::asio::awaitable<void> say_goodbye();
    void take_input(char const* data, std::size_t size);
    void count_as_closed();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer wake_; ///< the serving coroutine waits on it; cancelled by every change
    std::unique_ptr<Session> session_;
    RequestReader reader_;
    Responder& responder_;
    std::size_t max_unread_;
    std::string plain_; ///< read, decrypted, not yet looked at
    std::uint64_t number_{0};
    bool established_{false};
    bool idle_{false};
    bool holding_{false};
    bool closing_{false}; ///< no more output; input is dropped
    bool gone_{false};    ///< the client left
    bool counted_{false};
};

} // namespace clerk::testing::detail
