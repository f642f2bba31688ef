#pragma once

#include "testing/server/connection.hpp"
#include "testing/server/responder.hpp"
#include "testing/tls/openssl_handles.hpp"

#include <clerk/testing/fake_backend_options.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace clerk::testing::detail {

/// The listener, its connections and the thread that runs them. Members may be called on any other thread.
class Server
{
public:
    Server(FakeBackendOptions const& options, ContextHandle tls, Responder& responder);
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;
    ~Server();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    void release();
    void close_idle_connections();
    void reset_connections();
    void stop();

private:
    boost::asio::awaitable<void> accept(boost::asio::ip::tcp::acceptor* acceptor);
    void listen_on_ipv6();
    [[nodiscard]] std::unique_ptr<Session> make_session() const;
    void begin(boost::asio::ip::tcp::socket socket);
    void run();
    template <class Function>
    void on_thread(Function function);

    ContextHandle tls_; ///< null: no TLS
    Responder& responder_;
    std::size_t max_header_bytes_;
    std::size_t max_body_bytes_;
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::ip::tcp::acceptor ipv6_acceptor_; ///< for `localhost`; closed without IPv6
    std::uint16_t port_{0};
    std::unordered_set<std::shared_ptr<Connection>> connections_; ///< used by the backend's thread only
    std::mutex control_;
    bool stopped_{false};
    std::thread thread_;
};

} // namespace clerk::testing::detail
