#pragma once

#include "tls/tls_session.hpp"
#include "wire/request_head.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The layer above TCP of one connection: TLS, or plain text (loopback only). Has no socket.
class SecureStream
{
public:
    /// @param context  null for plain text
    explicit SecureStream(TlsContext const* context);
    SecureStream(SecureStream const&) = delete;
    SecureStream& operator=(SecureStream const&) = delete;
    ~SecureStream();

    [[nodiscard]] TlsSession::Handshake handshake();

    /// Starts to write a request. Returns false on failure. Wipes intermediate copies.
    ///
    /// `on_written` adds more of the request when the output is empty, so the output has at most two records of it. The parts
    /// must stay valid until the request is written.
    [[nodiscard]] bool write(RequestParts const& parts);

    /// Whether some of the request is not in the output yet.
    [[nodiscard]] bool has_unsent() const noexcept { return unsent_part_ < unsent_.size(); }

    /// Discards the rest of the request.
    void drop_unsent() noexcept { unsent_part_ = unsent_.size(); }

    [[nodiscard]] TlsSession::Read read(char* to, std::size_t size, std::size_t& got);

    void feed(std::string_view bytes) noexcept;
    void feed_end() noexcept;
    [[nodiscard]] bool holds_input() const noexcept;

    [[nodiscard]] std::string_view output() const noexcept { return out().substr(written_); }

    /// The network has taken bytes of the output. Returns false if the rest of the request could not be encrypted.
    [[nodiscard]] bool on_written(std::size_t size);

    /// See `TlsSession::release_buffers`.
    void release_buffers() noexcept;

    void close() noexcept;

    [[nodiscard]] bool resumed() const noexcept { return tls_ && tls_->resumed(); }

    /// Returns the name of the TLS version. Empty for plain text. Static storage.
    [[nodiscard]] std::string_view version() const noexcept { return tls_ ? tls_->version() : std::string_view{}; }

    [[nodiscard]] bool declined() const noexcept { return tls_ && tls_->declined(); }

    [[nodiscard]] bool truncated() const noexcept { return tls_ && tls_->truncated(); }

    [[nodiscard]] std::string const& failure() const noexcept;

private:
    [[nodiscard]] bool write_more();
    [[nodiscard]] bool encrypt(std::string_view plain);
    [[nodiscard]] std::size_t gather(char* to, std::size_t size) noexcept;

    [[nodiscard]] std::string& out() noexcept { return tls_ ? tls_->output() : plain_.out; }

    [[nodiscard]] std::string_view out() const noexcept { return tls_ ? tls_->output() : plain_.out; }

    std::optional<TlsSession> tls_;
    MemoryBios plain_;
    std::size_t written_{0};
    RequestParts unsent_{};
    std::size_t unsent_part_{unsent_.size()}; ///< the first part that is not written completely
};

} // namespace clerk::detail
