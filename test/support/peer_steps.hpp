#pragma once

#include "support/peer_connection.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace clerk::test {

/// One step of a script. Returns false to end the script.
using Step = std::function<PeerConnection::Done(PeerConnection&)>;

/// The steps of a `ScriptedPeer` on one connection. Afterwards the connection stays open until the client closes it.
using Script = std::vector<Step>;

/// The steps. Not coroutines with captures: the lambdas live as long as the script, and call coroutines with values.
namespace step {

using Milliseconds = std::chrono::milliseconds;

inline Step handshake()
{
    return [](PeerConnection& connection) { return connection.handshake(); };
}

inline Step handshake_sending_early(std::string bytes)
{
    return [bytes = std::move(bytes)](PeerConnection& connection) { return connection.handshake_sending_early(bytes); };
}

/// Reads any bytes, for example the ClientHello.
inline Step expect_anything()
{
    return [](PeerConnection& connection) { return connection.expect_anything(); };
}

inline Step expect_request()
{
    return [](PeerConnection& connection) { return connection.expect_request(); };
}

inline Step expect_bytes(std::size_t count)
{
    return [count](PeerConnection& connection) { return connection.expect_bytes(count); };
}

inline Step send(std::string bytes, std::size_t piece = 0, Milliseconds pause = Milliseconds{0})
{
    return [bytes = std::move(bytes), piece, pause](PeerConnection& connection) { return connection.send(bytes, piece, pause); };
}

inline Step send_repeatedly(std::string bytes, Milliseconds pause = Milliseconds{0})
{
    return [bytes = std::move(bytes), pause](PeerConnection& connection) { return connection.send_repeatedly(bytes, pause); };
}

inline Step send_raw(std::string bytes)
{
    return [bytes = std::move(bytes)](PeerConnection& connection) { return connection.send_raw(bytes); };
}

inline Step key_update(bool ask_for_one)
{
    return [ask_for_one](PeerConnection& connection) { return connection.key_update(ask_for_one); };
}

inline Step request_renegotiation()
{
    return [](PeerConnection& connection) { return connection.request_renegotiation(); };
}

inline Step close_notify()
{
    return [](PeerConnection& connection) { return connection.alert_close_notify(); };
}

inline Step fin()
{
    return [](PeerConnection& connection) { return connection.fin(); };
}

inline Step reset()
{
    return [](PeerConnection& connection) { return connection.reset(); };
}

inline Step pause(Milliseconds time)
{
    return [time](PeerConnection& connection) { return connection.pause(time); };
}

/// Waits for `ScriptedPeer::open(name)`.
inline Step gate(std::string name)
{
    return [name = std::move(name)](PeerConnection& connection) { return connection.gate(name); };
}

/// Tells `ScriptedPeer::wait_for_mark(name)`.
inline Step mark(std::string name)
{
    return [name = std::move(name)](PeerConnection& connection) { return connection.mark(name); };
}

/// Forwards bytes between the client and another server on loopback, like a proxy.
inline Step relay(boost::asio::ip::tcp::endpoint to)
{
    return [to](PeerConnection& connection) { return connection.relay(to); };
}

/// Reads until the client closes the connection.
inline Step stall()
{
    return [](PeerConnection& connection) { return connection.drain(); };
}

} // namespace step

/// Runs one script after the other on the same connection.
inline Script operator+(Script first, Script const& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

} // namespace clerk::test
