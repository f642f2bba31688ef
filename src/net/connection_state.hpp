#pragma once

#include "net/proxy_tunnel.hpp"
#include "net/secure_stream.hpp"
#include "wire/response_reader.hpp"

#include <clerk/error.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <string_view>

namespace clerk::detail {

/// State of one connection above TCP: a proxy tunnel if there is one, the handshake, then one exchange after the other. Has no
/// socket: bytes from the network go in, `output()` goes to the network, and each step returns the new state.
class ConnectionState
{
public:
    /// @param context null for plain text; must outlive this object
    /// @param connect_request the CONNECT request; empty without a proxy; must outlive this object
    ConnectionState(TlsContext const* context, LimitOptions const& limits, std::string_view connect_request = {});

    enum class Step
    {
        pending,  ///< write `output()`, then wait for more bytes
        ready,    ///< the handshake is done: a request may begin
        answered, ///< `response()` is complete; the next request may begin if `reusable()`
        failed    ///< see `failure()`; the connection cannot be used again
    };

    /// TCP is connected.
    [[nodiscard]] Step on_connected();

    /// Starts a request. Returns `failed` if encryption fails.
    [[nodiscard]] Step begin(RequestParts const& request, ExpectedResponse const& expected = {});

    /// Bytes came from the network; they need not outlive the call.
    [[nodiscard]] Step on_bytes(std::string_view bytes);

    /// The network ended, in order (`ec` clear) or by an error.
    [[nodiscard]] Step on_end(boost::system::error_code ec);

    [[nodiscard]] std::string_view output() const noexcept { return tunnel_ ? tunnel_->output() : stream_.output(); }

    /// The network has taken bytes of the output; adds more of the request to it. Call `broken` afterwards.
    void on_written(std::size_t size);

    /// Whether encrypting the rest of the request failed. See `failure()`; the connection cannot be used again.
    [[nodiscard]] bool broken() const noexcept { return broken_; }

    /// Whether a byte of the running request has gone to the network.
    [[nodiscard]] bool first_byte_taken() const noexcept { return first_byte_taken_; }

    /// Between two requests: returns whether the connection may carry another one, after these bytes.
    ///
    /// Session tickets and KeyUpdates are allowed; other bytes are not.
    [[nodiscard]] bool still_usable(std::string_view bytes);

    /// After `answered`: returns whether the response was complete, no bytes followed, and the peer keeps the connection open.
    [[nodiscard]] bool reusable() const noexcept { return reusable_; }

    [[nodiscard]] Response const& response() const noexcept { return reader_.response(); }

    void discard_body() { reader_.discard_body(); }

    /// Between two requests. The response stays valid.
    void release_buffers() noexcept { stream_.release_buffers(); }

    [[nodiscard]] ClerkError const& failure() const noexcept { return failure_; }

    [[nodiscard]] bool resumed() const noexcept { return stream_.resumed(); }

    /// Returns the name of the TLS version. Empty for plain text. Static storage.
    [[nodiscard]] std::string_view tls_version() const noexcept { return stream_.version(); }

    /// Returns the number of decrypted bytes of the running or last response.
    [[nodiscard]] std::size_t response_bytes() const noexcept { return response_bytes_; }

    /// Returns `connect` (during the proxy tunnel) or `handshake` until the handshake is complete; then `write` until the request
    /// is written, and `read` afterwards.
    [[nodiscard]] Phase phase() const noexcept;

    /// Adds a close_notify to the output.
    void close() noexcept
    {
        stream_.drop_unsent();
        stream_.close();
    }

private:
    enum class Stage
    {
        handshake,
        ready,
        exchange
    };

    Step advance(boost::system::error_code ec);
    Step on_tunnel(ProxyTunnel::Step step);
    Step continue_handshake(boost::system::error_code ec);
    Step on_handshake_done();
    Step read_response(boost::system::error_code ec);
    Step on_response();
    [[nodiscard]] bool is_flooded() const noexcept;
    bool has_only_tickets();
    Step on_stream_end(TlsSession::Read how, boost::system::error_code ec);
    Step fail(ErrorKind kind, Phase phase, std::string detail, boost::system::error_code cause = {});
    Step fail_encryption();
    Step fail_handshake(boost::system::error_code ec);
    Step fail_protocol(std::string_view what, boost::system::error_code ec);

    std::unique_ptr<ProxyTunnel> tunnel_; ///< until it is open
    SecureStream stream_;
    ResponseReader reader_;
    ClerkError failure_;
    Stage stage_{Stage::handshake};
    std::size_t output_before_request_{0};
    std::size_t request_output_{0}; ///< bytes of the running request in the output
    std::size_t response_bytes_{0};
    bool first_byte_taken_{false};
    bool reusable_{false};
    bool broken_{false};
};

} // namespace clerk::detail
