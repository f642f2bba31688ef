#pragma once

#include "net/tls_session.hpp"
#include "wire/request_head.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The bytes of one connection above TCP: through TLS, or plain where there is no context (loopback only). Knows no socket.
class Channel
{
public:
    /// @param context  null for plain text
    explicit Channel(TlsContext const* context);
    Channel(Channel const&) = delete;
    Channel& operator=(Channel const&) = delete;
    ~Channel();

    [[nodiscard]] TlsSession::Handshake handshake();

    /// Puts a request into the output; false where that failed. What it gathered it wipes.
    [[nodiscard]] bool write(RequestParts const& parts);

    [[nodiscard]] TlsSession::Read read(char* to, std::size_t size, std::size_t& got);

    void feed(std::string_view bytes) noexcept;
    void feed_end() noexcept;
    [[nodiscard]] bool holds_input() const noexcept;

    [[nodiscard]] std::string_view output() const noexcept { return out().substr(written_); }

    void on_written(std::size_t size) noexcept;

    /// See `TlsSession::release_buffers`.
    void release_buffers() noexcept;

    void close() noexcept;

    [[nodiscard]] bool resumed() const noexcept { return tls_ && tls_->resumed(); }

    [[nodiscard]] bool declined() const noexcept { return tls_ && tls_->declined(); }

    [[nodiscard]] bool truncated() const noexcept { return tls_ && tls_->truncated(); }

    [[nodiscard]] std::string const& failure() const noexcept;

private:
    [[nodiscard]] std::string& out() noexcept { return tls_ ? tls_->output() : plain_.out; }

    [[nodiscard]] std::string_view out() const noexcept { return tls_ ? tls_->output() : plain_.out; }

    std::optional<TlsSession> tls_;
    TlsBytes plain_;
    std::size_t written_{0};
};

} // namespace clerk::detail
