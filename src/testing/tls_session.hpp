#pragma once

#include "openssl_handles.hpp"

#include <span>
#include <string>
#include <string_view>

namespace clerk::testing::detail {

/// The server's side of one TLS connection on memory BIOs: bytes go in and out, no socket is known.
///
/// After any call, `take_output` may have something to send.
class TlsSession
{
public:
    enum class State
    {
        ok,         ///< done, or all there is was read
        want_input, ///< the handshake needs more bytes
        closed,     ///< the peer said close_notify
        failed
    };

    explicit TlsSession(SSL_CTX& context);

    /// Takes bytes from the wire.
    void feed(std::span<char const> bytes);

    [[nodiscard]] State handshake();

    /// Appends all plain text there is.
    [[nodiscard]] State read(std::string& plain);

    /// Encrypts; up to 16 KiB make one record.
    void write(std::string_view plain);

    /// Says that nothing will follow.
    void close_notify();

    /// Bytes for the wire.
    [[nodiscard]] std::string take_output();

    [[nodiscard]] bool resumed() const noexcept;

private:
    SessionHandle session_;
    BIO* input_;
    BIO* output_;
};

} // namespace clerk::testing::detail
