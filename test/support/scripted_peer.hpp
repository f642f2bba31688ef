#pragma once

#include "support/peer_journal.hpp"
#include "support/peer_steps.hpp"

#include <clerk/client_options.hpp>

#include "testing/tls/certificate_authority.hpp"
#include "testing/tls/openssl_handles.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace clerk::test {

/// How to start a `ScriptedPeer`.
struct PeerOptions
{
    std::string address{"127.0.0.1"};
    /// Speaks plain text instead of TLS.
    bool plain{false};
    /// Certificate, chain and key of the server. Empty: a valid one of a new authority.
    testing::IssuedCertificate certificate;
    /// The authority for the client. Empty: that of the certificate.
    std::string ca_pem;
    int min_version{TLS1_2_VERSION};
    int max_version{TLS1_3_VERSION};
    int security_level{2};
    bool asks_for_client_certificate{false};
};

/// A scripted server on loopback, with or without TLS, on its own thread.
///
/// Shares no code with the library. Each connection runs the next script; the last script repeats.
class ScriptedPeer
{
public:
    explicit ScriptedPeer(std::vector<Script> scripts, PeerOptions options = {});
    ScriptedPeer(ScriptedPeer const&) = delete;
    ScriptedPeer& operator=(ScriptedPeer const&) = delete;
    /// Resets all connections.
    ~ScriptedPeer();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    [[nodiscard]] boost::asio::ip::tcp::endpoint endpoint() const;

    [[nodiscard]] std::string url(std::string const& host) const;
    /// Options with its URL by address, its CA, no retry delay, and timeouts that end a test that hangs.
    [[nodiscard]] ClientOptions client_options() const;

    [[nodiscard]] PeerJournal::Contents seen() const { return journal_.contents(); }

    [[nodiscard]] std::vector<PeerRequest> requests() const { return journal_.contents().requests; }

    [[nodiscard]] bool wait_for_requests(std::size_t count) const;
    [[nodiscard]] bool wait_for_connections(std::size_t count) const;
    /// Number of connections that the client has closed.
    [[nodiscard]] bool wait_for_closed(std::size_t count) const;
    [[nodiscard]] bool wait_for_mark(std::string const& name, std::size_t times = 1) const;

    /// Continues all scripts that wait at this gate, now or later.
    void open(std::string const& gate);

private:
    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(std::shared_ptr<PeerConnection> connection, Script script);

    std::vector<Script> scripts_;
    PeerOptions options_;
    PeerJournal journal_;
    testing::detail::ContextHandle tls_;
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::acceptor acceptor_{context_};
    std::list<std::weak_ptr<PeerConnection>> connections_;
    std::uint16_t port_{0};
    std::thread thread_;
};

} // namespace clerk::test
