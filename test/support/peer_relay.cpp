#include "support/peer_connection.hpp"
#include "support/peer_journal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace clerk::test {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);

} // namespace

PeerConnection::Done PeerConnection::relay(asio::ip::tcp::endpoint to)
{
    auto const [ec] = co_await upstream_.async_connect(to, token);
    if (ec) co_return false;
    asio::co_spawn(socket_.get_executor(), relay_back(shared_from_this()), asio::detached);
    bool more = true;
    while (more)
    {
        journal_.relayed(plain_);
        auto const [write_ec, size] = co_await asio::async_write(upstream_, asio::buffer(plain_), token);
        plain_.clear();
        if (write_ec) break;
        more = co_await read_some();
    }
    error_code ignored;
    upstream_.shutdown(asio::socket_base::shutdown_send, ignored);
    co_return false;
}

asio::awaitable<void> PeerConnection::relay_back(std::shared_ptr<PeerConnection> /*self*/)
{
    std::array<char, 16 * 1024> bytes;
    error_code ec;
    while (!ec)
    {
        auto const [read_ec, size] = co_await upstream_.async_read_some(asio::buffer(bytes), token);
        if (read_ec) break;
        auto const [write_ec, written] = co_await asio::async_write(socket_, asio::buffer(bytes.data(), size), token);
        ec = write_ec;
    }
    socket_.shutdown(asio::socket_base::shutdown_send, ec);
}

} // namespace clerk::test
