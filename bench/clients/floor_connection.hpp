#pragma once

#include "clients/floor_answer.hpp"
#include "support/load.hpp"
#include "support/options.hpp"

#include <openssl/ssl.h>

#include <netinet/in.h>

#include <array>
#include <memory>
#include <string>

namespace bench::floor {

struct Free
{
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }

    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }

    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};

/// Shared by connections: trusted certificates, address, last session.
class Context
{
public:
    explicit Context(Options const& options);

    std::unique_ptr<SSL_CTX, Free> tls;
    std::unique_ptr<SSL_SESSION, Free> session;
    std::string host;
    sockaddr_in address{};
};

class Connection
{
public:
    /// Connects, and waits for the handshake.
    explicit Connection(Context& context);
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection();

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

    void send(std::string const& host);

    enum class Progress
    {
        incomplete,
        complete,
        complete_and_closed,
        failed
    };

    [[nodiscard]] Progress receive(Invitation& to);

    Load::TimePoint begun;

private:
    int descriptor_;
    std::unique_ptr<SSL, Free> ssl_;
    std::string out_;
    std::size_t filled_{0};
    std::array<char, 4096> in_;
};

} // namespace bench::floor
