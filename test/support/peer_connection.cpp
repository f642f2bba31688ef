#include "support/peer_connection.hpp"

#include "support/peer_journal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <openssl/err.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace clerk::test {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);

/// The size of the request at the start of these bytes, once its head is complete.
std::optional<std::size_t> request_size(std::string const& bytes)
{
    auto const end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    std::string head = bytes.substr(0, end);
    std::ranges::transform(head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::string_view field = "\r\ncontent-length:";
    auto const length = head.find(field);
    return end + 4 + (length == std::string::npos ? 0 : std::stoul(head.substr(length + field.size())));
}

} // namespace

PeerConnection::PeerConnection(asio::ip::tcp::socket socket, SSL_CTX* context, PeerJournal& journal, std::size_t number)
    : socket_{std::move(socket)}, upstream_{socket_.get_executor()}, timer_{socket_.get_executor()}, journal_{journal},
      ssl_{context == nullptr ? nullptr : SSL_new(context)}, number_{number}, established_{!ssl_}
{
    if (ssl_)
    {
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_accept_state(ssl_.get());
    }
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
}

PeerConnection::Done PeerConnection::handshake()
{
    if (established_) co_return true;
    co_return co_await accept();
}

PeerConnection::Done PeerConnection::accept()
{
    while (true)
    {
        ERR_clear_error();
        int const result = SSL_do_handshake(ssl_.get());
        bool const failed = result != 1 && SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ;
        if (failed) journal_.handshake_failed(ERR_peek_error());
        ERR_clear_error();
        bool const flushed = co_await flush();
        if (!flushed || failed) co_return false;
        if (result == 1) break;
        bool const more = co_await read_some();
        if (!more) co_return false;
    }
    established_ = true;
    journal_.handshake_done(SSL_session_reused(ssl_.get()) == 1);
    decrypt();
    co_return true;
}

PeerConnection::Done PeerConnection::handshake_sending_early(std::string bytes)
{
    std::size_t count = 0;
    while (SSL_read_early_data(ssl_.get(), chunk_.data(), chunk_.size(), &count) != SSL_READ_EARLY_DATA_FINISH)
    {
        bool const flushed = co_await flush();
        if (!flushed) co_return false;
        bool const more = co_await read_some();
        if (!more) co_return false;
    }
    if (SSL_write_early_data(ssl_.get(), bytes.data(), bytes.size(), &count) != 1) co_return false;
    co_return co_await accept();
}

PeerConnection::Done PeerConnection::expect_request()
{
    bool const ready = co_await handshake();
    if (!ready) co_return false;
    while (true)
    {
        auto const size = request_size(plain_);
        if (size && plain_.size() >= *size)
        {
            last_request_ = plain_.substr(0, *size);
            journal_.request(number_, last_request_);
            plain_.erase(0, *size);
            co_return true;
        }
        bool const more = co_await read_some();
        if (!more) co_return false;
        decrypt();
        if (failed_) co_return co_await flush_alert();
    }
}

PeerConnection::Done PeerConnection::flush_alert()
{
    co_await flush();
    co_await fin();
    co_return false;
}

PeerConnection::Done PeerConnection::expect_bytes(std::size_t count)
{
    bool const ready = co_await handshake();
    if (!ready) co_return false;
    while (plain_.size() < count)
    {
        bool const more = co_await read_some();
        if (!more) co_return false;
        decrypt();
    }
    co_return true;
}

PeerConnection::Done PeerConnection::send(std::string bytes, std::size_t piece, Milliseconds pause_time)
{
    bool const ready = co_await handshake();
    if (!ready) co_return false;
    if (piece == 0) piece = bytes.size();
    for (std::size_t at = 0; at < bytes.size(); at += piece)
    {
        auto const size = std::min(piece, bytes.size() - at);
        bool const sent = co_await write(bytes.substr(at, size));
        if (!sent) co_return false;
        if (pause_time.count() > 0 && at + size < bytes.size()) co_await pause(pause_time);
    }
    co_return true;
}

PeerConnection::Done PeerConnection::write(std::string bytes)
{
    if (!ssl_) co_return co_await send_raw(std::move(bytes));
    if (SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) co_return false;
    co_return co_await flush();
}

PeerConnection::Done PeerConnection::send_repeatedly(std::string bytes, Milliseconds pause_time)
{
    while (true)
    {
        bool const sent = co_await send(bytes, 0, Milliseconds{0});
        if (!sent) co_return false;
        if (pause_time.count() > 0) co_await pause(pause_time);
    }
}

PeerConnection::Done PeerConnection::send_raw(std::string bytes)
{
    auto const [ec, size] = co_await asio::async_write(socket_, asio::buffer(bytes), token);
    co_return !ec;
}

PeerConnection::Done PeerConnection::key_update(bool ask_for_one)
{
    bool const ready = co_await handshake();
    if (!ready) co_return false;
    SSL_key_update(ssl_.get(), ask_for_one ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED);
    if (SSL_do_handshake(ssl_.get()) != 1) co_return false;
    co_return co_await flush();
}

PeerConnection::Done PeerConnection::request_renegotiation()
{
    bool const ready = co_await handshake();
    if (!ready) co_return false;
    if (SSL_renegotiate(ssl_.get()) != 1) co_return false;
    SSL_do_handshake(ssl_.get());
    ERR_clear_error();
    co_return co_await flush();
}

PeerConnection::Done PeerConnection::alert_close_notify()
{
    bool const ready = co_await handshake();
    if (!ready) co_return false;
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
    co_return co_await flush();
}

PeerConnection::Done PeerConnection::fin()
{
    error_code ec;
    socket_.shutdown(asio::socket_base::shutdown_send, ec);
    co_return !ec;
}

PeerConnection::Done PeerConnection::reset()
{
    abort();
    co_return true;
}

PeerConnection::Done PeerConnection::pause(Milliseconds time)
{
    auto const until = std::chrono::steady_clock::now() + time;
    while (socket_.is_open() && std::chrono::steady_clock::now() < until)
    {
        timer_.expires_at(until);
        co_await timer_.async_wait(token);
    }
    co_return socket_.is_open();
}

PeerConnection::Done PeerConnection::gate(std::string name)
{
    while (socket_.is_open() && !journal_.is_open(name))
    {
        timer_.expires_at(std::chrono::steady_clock::time_point::max());
        co_await timer_.async_wait(token);
    }
    co_return socket_.is_open();
}

PeerConnection::Done PeerConnection::mark(std::string name)
{
    journal_.mark(name);
    co_return true;
}

PeerConnection::Done PeerConnection::drain()
{
    while (true)
    {
        bool const more = co_await read_some();
        if (!more) co_return false;
        if (!established_) continue;
        decrypt();
        if (failed_) co_return co_await flush_alert();
    }
}

void PeerConnection::abort()
{
    error_code ignored;
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket_.close(ignored);
    upstream_.close(ignored);
    timer_.cancel();
}

PeerConnection::Done PeerConnection::read_some()
{
    if (ended_) co_return false; // Asio would wait forever after the end
    auto const [ec, size] = co_await socket_.async_read_some(asio::buffer(chunk_), token);
    ended_ = ec.failed();
    if (ended_) co_return false;
    if (ssl_)
        BIO_write(SSL_get_rbio(ssl_.get()), chunk_.data(), static_cast<int>(size));
    else
        plain_.append(chunk_.data(), size);
    co_return true;
}

PeerConnection::Done PeerConnection::flush()
{
    BIO* const output = SSL_get_wbio(ssl_.get());
    std::string bytes(BIO_ctrl_pending(output), '\0');
    if (bytes.empty()) co_return true;
    BIO_read(output, bytes.data(), static_cast<int>(bytes.size()));
    co_return co_await send_raw(std::move(bytes));
}

void PeerConnection::decrypt()
{
    if (!ssl_) return;
    std::array<char, 16 * 1024> bytes;
    ERR_clear_error();
    for (int n = 0; (n = SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))) > 0;)
        plain_.append(bytes.data(), static_cast<std::size_t>(n));
    failed_ = failed_ || ERR_peek_error() != 0;
    ERR_clear_error();
}

} // namespace clerk::test
