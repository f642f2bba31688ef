#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include <sched.h>

namespace clerk::fuzz {

/// A request that a `ScriptedServer` has read.
struct ServerRequest
{
    std::size_t call{0}; ///< the number in its address or path
    std::string method;
    std::size_t attempt{0}; ///< which of the call's requests; the reader's
};

/// A plain HTTP server on loopback that performs single actions and never blocks. Calls have numbers: a create invites
/// `<number>@example.com`, other requests have the path `/v1/<number>`.
class ScriptedServer
{
public:
    class Connection
    {
    public:
        explicit Connection(boost::asio::ip::tcp::socket socket) noexcept : socket_{std::move(socket)} {}

        /// Reads the available bytes. Returns whether there were any.
        [[nodiscard]] bool read();
        /// Stores the next complete request in `request`, if there is one and the last one was answered.
        [[nodiscard]] bool take();
        void send(std::string_view bytes);
        void fin();
        void reset();

        [[nodiscard]] bool open() const noexcept { return socket_.is_open(); }

        /// The request that waits for its answer, if any.
        std::optional<ServerRequest> request;
        bool partly_answered{false}; ///< the rest never comes

    private:
        boost::asio::ip::tcp::socket socket_;
        std::string received_;
    };

    ScriptedServer();
    ScriptedServer(ScriptedServer const&) = delete;
    ScriptedServer& operator=(ScriptedServer const&) = delete;
    /// Resets all connections.
    ~ScriptedServer();

    [[nodiscard]] std::string url() const;

    /// Accepts pending connections. Returns whether there were any.
    bool accept();

    /// Waits until all bytes on loopback connections have arrived. On a busy machine the kernel delivers them after the sending
    /// call returns.
    void wait_for_delivery();

    [[nodiscard]] std::list<Connection>& connections() noexcept { return connections_; }

private:
    cpu_set_t affinity_; ///< of the thread, before this server
    std::list<Connection> connections_;
};

} // namespace clerk::fuzz
