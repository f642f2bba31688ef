#include "testing/server/server.hpp"

#include "testing/server/plain_session.hpp"
#include "testing/tls/tls_session.hpp"

#include "portable/socket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <csignal>
#include <exception>
#include <future>
#include <system_error>
#include <utility>

namespace clerk::testing::detail {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto tuple_of_result = asio::as_tuple(asio::use_awaitable);
constexpr int backlog = 4096;

void listen(tcp::acceptor& acceptor, tcp::endpoint const& endpoint)
{
    try
    {
        error_code ec;
        clerk::detail::open_close_on_exec(acceptor, endpoint.protocol(), ec);
        if (ec) throw boost::system::system_error{ec};
        acceptor.set_option(tcp::acceptor::reuse_address{true});
        acceptor.bind(endpoint);
        acceptor.listen(backlog);
        acceptor.non_blocking(true);
    }
    catch (boost::system::system_error const& error)
    {
        throw std::system_error{std::error_code{error.code()}, "listening on port " + std::to_string(endpoint.port())};
    }
}

} // namespace

Server::Server(FakeBackendOptions const& options, ContextHandle tls, Responder& responder)
    : tls_{std::move(tls)}, responder_{responder}, max_header_bytes_{options.max_header_bytes},
      max_body_bytes_{options.max_body_bytes}, acceptor_{context_}, ipv6_acceptor_{context_}
{
    listen(acceptor_, tcp::endpoint{asio::ip::make_address(options.address), options.port});
    port_ = acceptor_.local_endpoint().port();
    asio::co_spawn(context_, accept(&acceptor_), asio::detached);
    if (acceptor_.local_endpoint().address() == asio::ip::address_v4::loopback()) listen_on_ipv6();
    thread_ = std::thread{[this] { run(); }};
}

Server::~Server()
{
    stop();
}

void Server::run()
{
    // Signals are handled by the threads of the program under test.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    context_.run();
}

// Many clients try IPv6 first for `localhost`. Without IPv6, or if the port is in use, they fall back to IPv4.
void Server::listen_on_ipv6()
{
    try
    {
        listen(ipv6_acceptor_, {asio::ip::address_v6::loopback(), port_});
        asio::co_spawn(context_, accept(&ipv6_acceptor_), asio::detached);
    }
    catch (std::system_error const&)
    {
        error_code ignored;
        ipv6_acceptor_.close(ignored);
    }
}

awaitable<void> Server::accept(tcp::acceptor* acceptor)
{
    auto const protocol = acceptor->local_endpoint().protocol();
    for (;;)
    {
        tcp::socket socket{context_};
        auto [ec] = co_await acceptor->async_wait(tcp::acceptor::wait_read, tuple_of_result);
        if (!ec) clerk::detail::accept_close_on_exec(*acceptor, socket, protocol, ec);
        // The client closed the connection before it was accepted.
        if (ec == asio::error::would_block || ec == asio::error::connection_aborted || ec == asio::error::interrupted) continue;
        if (!ec)
        {
            begin(std::move(socket));
            continue;
        }
        if (!acceptor->is_open()) break;
        // For example on EMFILE. Clients wait in the backlog meanwhile.
        asio::steady_timer pause{context_, std::chrono::milliseconds{10}};
        co_await pause.async_wait(tuple_of_result);
    }
}

std::unique_ptr<Session> Server::make_session() const
{
    if (!tls_) return std::make_unique<PlainSession>();
    return std::make_unique<TlsSession>(*tls_);
}

void Server::begin(tcp::socket socket)
{
    error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    auto const connection =
        std::make_shared<Connection>(std::move(socket), make_session(), responder_, max_header_bytes_, max_body_bytes_);
    connections_.insert(connection);
    asio::co_spawn(context_, Connection::run(connection), [this, connection](std::exception_ptr const& failure) {
        if (failure) connection->reset();
        connections_.erase(connection);
    });
}

template <class Function>
void Server::on_thread(Function function)
{
    std::lock_guard const lock{control_};
    if (stopped_) return;
    std::promise<void> done;
    asio::post(context_, [&function, &done] {
        function();
        done.set_value();
    });
    done.get_future().wait();
}

void Server::release()
{
    on_thread([this] {
        for (auto const& connection : connections_) connection->release();
    });
}

void Server::close_idle_connections()
{
    on_thread([this] {
        for (auto const& connection : connections_) connection->close_if_idle();
    });
}

void Server::reset_connections()
{
    on_thread([this] {
        for (auto const& connection : connections_) connection->reset();
    });
}

void Server::stop()
{
    std::lock_guard const lock{control_};
    if (std::exchange(stopped_, true)) return;
    asio::post(context_, [this] {
        error_code ignored;
        acceptor_.close(ignored);
        ipv6_acceptor_.close(ignored);
        for (auto const& connection : connections_) connection->reset();
    });
    thread_.join(); // the context runs out of work when all connections have ended
}

} // namespace clerk::testing::detail
