#pragma once

#include "tls/memory_bio.hpp"
#include "tls/tls_context.hpp"

#include <clerk/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace clerk::detail {

/// One TLS connection on memory: bytes in, bytes out, no socket.
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
        closed, ///< the peer said that nothing will follow (close_notify)
        failed
    };
    /// Decrypts the input, at most `size` bytes.
    [[nodiscard]] Read read(char* to, std::size_t size, std::size_t& got);

    /// Sets the next bytes from the network. They must stay valid until `read` or `handshake` needs more input.
    void feed(std::string_view bytes) noexcept { bytes_.in = bytes; }

    /// The network has ended.
    void feed_end() noexcept { bytes_.in_ended = true; }

    /// Returns whether input is left: part of a record, or further records.
    [[nodiscard]] bool holds_input() const noexcept;

    /// The bytes for the network.
    [[nodiscard]] std::string& output() noexcept { return bytes_.out; }

    [[nodiscard]] std::string const& output() const noexcept { return bytes_.out; }

    /// Gives the memory back that only a request or an answer under way needs; the next one takes it anew.
    void release_buffers() noexcept { SSL_free_buffers(ssl_.get()); }

    /// Puts a close_notify into the output.
    void close() noexcept;

    [[nodiscard]] bool resumed() const noexcept;

    /// Returns the name of the version, for example `TLSv1.3`. Static storage.
    [[nodiscard]] std::string_view version() const noexcept;

    /// After `failed`: why, in words of this library's and OpenSSL's own.
    [[nodiscard]] std::string const& failure() const noexcept { return failure_; }

    /// After `failed`: whether the network ended without a word, rather than TLS having found something wrong.
    [[nodiscard]] bool truncated() const noexcept { return truncated_; }

    /// Whether the peer has asked to renegotiate (TLS 1.2), which is declined. Many break off on hearing of that.
    [[nodiscard]] bool declined() const noexcept { return declined_; }

    /// Called by OpenSSL with a session to resume later; whether it was kept.
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
