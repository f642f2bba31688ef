#pragma once

#include "testing/server/request_reader.hpp"
#include "testing/server/responder.hpp"
#include "testing/server/session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace clerk::testing::detail {

/// One connection of the backend. Two coroutines: one only reads, so that a close by the client is detected at any time; the
/// other does everything else. All members run on the backend's thread.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(boost::asio::ip::tcp::socket socket, std::unique_ptr<Session> session, Responder& responder,
               std::size_t max_header_bytes, std::size_t max_body_bytes);
    ~Connection();

    /// Runs the connection: handshake, requests, close.
    [[nodiscard]] static boost::asio::awaitable<void> run(std::shared_ptr<Connection> self);

    /// Sends a response that is held.
    void release();
    /// Closes the connection gracefully if it is idle.
    void close_if_idle();
    /// Closes the connection with a RST.
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
    boost::asio::awaitable<void> close_gracefully();
    void take_input(char const* data, std::size_t size);
    void count_as_closed();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer wake_; ///< the serving coroutine waits for it; each change cancels it
    std::unique_ptr<Session> session_;
    RequestReader reader_;
    Responder& responder_;
    std::size_t max_unread_;
    std::array<char, 16 * 1024> input_{}; ///< g++ 16 warns about the allocation of a coroutine frame that large
    std::string plain_;                   ///< decrypted, not parsed yet
    std::uint64_t number_{0};
    bool established_{false};
    bool idle_{false};
    bool holding_{false};
    bool closing_{false}; ///< no more output; input is ignored
    bool gone_{false};    ///< the client closed the connection
    bool counted_{false};
};

} // namespace clerk::testing::detail
