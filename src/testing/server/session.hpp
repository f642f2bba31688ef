#pragma once

#include <span>
#include <string>
#include <string_view>

namespace clerk::testing::detail {

/// The server's side of one connection, between the wire and plain text: bytes go in and out, no socket is known.
///
/// After any call, `take_output` may have something to send.
class Session
{
public:
    enum class State
    {
        ok,         ///< done, or all there is was read
        want_input, ///< the handshake needs more bytes
        closed,     ///< the peer said close_notify
        failed
    };

    Session() = default;
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;
    virtual ~Session() = default;

    /// Takes bytes from the wire.
    virtual void feed(std::span<char const> bytes) = 0;

    [[nodiscard]] virtual State handshake() = 0;

    /// Appends all plain text there is.
    [[nodiscard]] virtual State read(std::string& plain) = 0;

    /// Makes plain text fit for the wire.
    virtual void write(std::string_view plain) = 0;

    /// Says that nothing will follow.
    virtual void close_notify() = 0;

    /// Bytes for the wire.
    [[nodiscard]] virtual std::string take_output() = 0;

    [[nodiscard]] virtual bool resumed() const noexcept = 0;
};

} // namespace clerk::testing::detail
