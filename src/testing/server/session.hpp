#pragma once

#include <span>
#include <string>
#include <string_view>

namespace clerk::testing::detail {

/// Server side of one connection: converts between bytes of the network and plain text. Has no socket.
///
/// Call `take_output` after each other member and send what it returns.
class Session
{
public:
    enum class State
    {
        ok,         ///< done, or all input was read
        want_input, ///< the handshake needs more bytes
        closed,     ///< the peer sent close_notify
        failed
    };

    Session() = default;
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;
    virtual ~Session() = default;

    /// Adds bytes from the network.
    virtual void feed(std::span<char const> bytes) = 0;

    [[nodiscard]] virtual State handshake() = 0;

    /// Appends the plain text of all input.
    [[nodiscard]] virtual State read(std::string& plain) = 0;

    /// Encrypts plain text into the output.
    virtual void write(std::string_view plain) = 0;

    /// Adds a close_notify to the output.
    virtual void close_notify() = 0;

    /// Removes and returns the output for the network.
    [[nodiscard]] virtual std::string take_output() = 0;

    [[nodiscard]] virtual bool resumed() const noexcept = 0;
};

} // namespace clerk::testing::detail
