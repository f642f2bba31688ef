#pragma once

#include "tls/memory_bio.hpp"
#include "tls/tls_context.hpp"

#include <clerk/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace clerk::detail {

/// One TLS connection without a socket: the caller moves the bytes.
class TlsSession
{
public:
    explicit TlsSession(TlsContext const& context);
    TlsSession(TlsSession const&) = delete;
    TlsSession& operator=(TlsSession const&) = delete;
    ~TlsSession();

    enum class Handshake
    {
        want_input,
        done,
        failed
    };
    [[nodiscard]] Handshake handshake();

    /// Encrypts. Returns false on failure.
    [[nodiscard]] bool write(std::string_view plain);

    enum class Read
    {
        data,
        want_input,
        closed, ///< the peer sent close_notify
        failed
    };
    /// Decrypts the input, at most `size` bytes.
    [[nodiscard]] Read read(char* to, std::size_t size, std::size_t& got);

    /// Sets the next bytes from the network. They must stay valid until `read` or `handshake` needs more input.
    void feed(std::string_view bytes) noexcept { bytes_.in = bytes; }

    /// The transport has ended.
    void feed_end() noexcept { bytes_.in_ended = true; }

    /// Returns whether input is left: part of a record, or further records.
    [[nodiscard]] bool holds_input() const noexcept;

    /// Returns the bytes for the network.
    [[nodiscard]] std::string& output() noexcept { return bytes_.out; }

    [[nodiscard]] std::string const& output() const noexcept { return bytes_.out; }

    /// Releases the memory that only a running exchange needs. The next exchange allocates it again.
    void release_buffers() noexcept { SSL_free_buffers(ssl_.get()); }

    /// Adds a close_notify to the output.
    void close() noexcept;

    [[nodiscard]] bool resumed() const noexcept;

    /// Returns the name of the version, for example `TLSv1.3`. Static storage.
    [[nodiscard]] std::string_view version() const noexcept;

    /// After `failed`: returns the reason, in words of this library and OpenSSL.
    [[nodiscard]] std::string const& failure() const noexcept { return failure_; }

    /// After `failed`: returns whether the connection ended without close_notify, and not by an error of TLS.
    [[nodiscard]] bool truncated() const noexcept { return truncated_; }

    /// Returns whether the peer requested a renegotiation (TLS 1.2), which was declined. Many peers then close the connection.
    [[nodiscard]] bool declined() const noexcept { return declined_; }

    /// Called by OpenSSL with a session to resume later. Returns whether it was stored.
    bool on_new_session(SSL_SESSION* session) noexcept;

private:
    void note_failure(int result);

    TlsContext const& context_;
    MemoryBios bytes_;
    SslPtr ssl_;
    std::string failure_;
    bool truncated_{false};
    bool declined_{false};
};

} // namespace clerk::detail
