#pragma once

#include "net/connection_state.hpp"
#include "testing/tls/certificate_authority.hpp"
#include "tls/tls_context.hpp"

#include <clerk/client_options.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace clerk::test {

/// The TLS context of a server without sockets.
class TlsServer
{
public:
    explicit TlsServer(testing::IssuedCertificate const& certificate, int version = TLS1_3_VERSION);

    [[nodiscard]] SSL_CTX* context() const noexcept { return context_.get(); }

private:
    detail::SslContextPtr context_;
};

/// The server side of one connection. Responses are in `output` immediately.
class TlsPeer
{
public:
    explicit TlsPeer(TlsServer const& server);

    /// Processes bytes of the client: continues the handshake, appends requests to `received`.
    void feed(std::string_view bytes);

    void write(std::string_view plain);
    void close_notify();
    void update_key(bool ask_for_the_same);
    void new_ticket();

    /// Sends application data before the client has finished the handshake, if `speaks_first`.
    void write_early(std::string_view plain);

    [[nodiscard]] std::string take_output();

    [[nodiscard]] SSL* ssl() const noexcept { return ssl_.get(); }

    std::string received;
    /// Whether the client has sent close_notify.
    bool closed{false};
    bool speaks_first{false};

private:
    detail::SslPtr ssl_;
    BIO* input_;
    BIO* output_;
};

/// A plain-text alert, as sent by a server that refuses the handshake.
inline constexpr std::string_view handshake_failure_alert{"\x15\x03\x03\x00\x02\x02\x28", 7};

/// A certificate authority and its servers. Created once, because generating keys is slow.
struct TlsWorld
{
    static TlsWorld const& get();

    testing::CertificateAuthority authority;
    testing::IssuedCertificate localhost;
    TlsServer server;
    TlsServer server_1_2;

    /// Returns options that trust this authority.
    [[nodiscard]] TlsOptions trusting() const;

private:
    TlsWorld();
};

/// A client and a server, and the bytes between them.
struct TlsPair
{
    TlsPair(detail::TlsContext const& context, TlsServer const& server);

    /// Forwards bytes in both directions until none are left, or the client has a result.
    detail::ConnectionState::Step shake_hands();

    /// Forwards all output of the client to the server.
    void deliver();

    /// Runs an exchange with `request` and `answer`.
    detail::ConnectionState::Step exchange();

    detail::ConnectionState client;
    TlsPeer server;
};

} // namespace clerk::test
