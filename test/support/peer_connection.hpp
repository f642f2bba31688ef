#pragma once

#include "testing/tls/openssl_handles.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace clerk::test {

class PeerJournal;

/// One connection of a `ScriptedPeer`, with the steps of scripts. A step that returns false ends the script.
class PeerConnection : public std::enable_shared_from_this<PeerConnection>
{
public:
    using Milliseconds = std::chrono::milliseconds;
    using Done = boost::asio::awaitable<bool>;

    /// @param context  null for plain text
    PeerConnection(boost::asio::ip::tcp::socket socket, SSL_CTX* context, PeerJournal& journal, std::size_t number);

    /// Performs the TLS handshake, unless it is complete or there is no TLS. Steps that need TLS call it.
    Done handshake();
    /// Sends application data after the server's first flight, before the client has finished the handshake (TLS 1.3).
    Done handshake_sending_early(std::string bytes);

    /// Reads any bytes.
    Done expect_anything() { return read_some(); }

    /// Reads a complete request and records it.
    Done expect_request();
    /// Reads at least this many bytes of a request.
    Done expect_bytes(std::size_t count);
    /// Sends in TLS records of `piece` bytes (0 = the maximum) with a pause after each but the last.
    Done send(std::string bytes, std::size_t piece, Milliseconds pause);
    /// Sends until the client closes the connection.
    Done send_repeatedly(std::string bytes, Milliseconds pause);
    /// Sends bytes without TLS.
    Done send_raw(std::string bytes);
    Done key_update(bool ask_for_one);
    /// Sends a HelloRequest (TLS 1.2).
    Done request_renegotiation();
    Done alert_close_notify();
    /// Shuts down the sending side of TCP.
    Done fin();
    /// Closes with a RST.
    Done reset();
    Done pause(Milliseconds time);
    /// Waits for `ScriptedPeer::open`.
    Done gate(std::string name);
    Done mark(std::string name);
    /// Forwards bytes between the client and another server until the client disconnects, and records the bytes of the client,
    /// including those that were read before.
    Done relay(boost::asio::ip::tcp::endpoint to);
    /// Reads and discards until the client closes the connection.
    Done drain();

    /// The last request of `expect_request`.
    [[nodiscard]] std::string const& last_request() const noexcept { return last_request_; }

    [[nodiscard]] std::size_t number() const noexcept { return number_; }

    void wake() { timer_.cancel(); }

    /// Aborts all operations.
    void abort();

private:
    Done accept();
    Done read_some();
    Done write(std::string bytes);
    Done flush();
    /// Sends the alert that OpenSSL generated for an error.
    Done flush_alert();
    void decrypt();
    boost::asio::awaitable<void> relay_back(std::shared_ptr<PeerConnection> self);

    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::tcp::socket upstream_;
    boost::asio::steady_timer timer_;
    PeerJournal& journal_;
    testing::detail::SessionHandle ssl_;
    std::size_t number_;
    std::array<char, 16 * 1024> chunk_{};
    std::string plain_;
    std::string last_request_;
    bool established_;
    bool failed_{false};
    bool ended_{false};
};

} // namespace clerk::test
