#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <cerrno>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace clerk::detail {

/// Child programs inherit Asio's sockets, but not the sockets that these functions create. With `SOCK_CLOEXEC` and `accept4`,
/// this also holds for programs that another thread starts at the same time.

template <class Socket>
void adopt_descriptor(Socket& socket, boost::asio::ip::tcp const& protocol, int descriptor, boost::system::error_code& ec)
{
    if (descriptor < 0)
    {
        ec.assign(errno, boost::system::system_category());
        return;
    }
#ifndef SOCK_CLOEXEC
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#endif
    socket.assign(protocol, descriptor, ec);
    if (ec) ::close(descriptor);
}

/// Opens a socket or an acceptor.
template <class Socket>
void open_close_on_exec(Socket& socket, boost::asio::ip::tcp const& protocol, boost::system::error_code& ec)
{
#ifdef SOCK_CLOEXEC
    constexpr int type = SOCK_STREAM | SOCK_CLOEXEC;
#else
    constexpr int type = SOCK_STREAM;
#endif
    adopt_descriptor(socket, protocol, ::socket(protocol.family(), type, IPPROTO_TCP), ec);
}

/// Accepts a connection without blocking; fails with `would_block` if there is none.
inline void accept_close_on_exec(boost::asio::ip::tcp::acceptor& acceptor, boost::asio::ip::tcp::socket& socket,
                                 boost::asio::ip::tcp const& protocol, boost::system::error_code& ec)
{
#ifdef SOCK_CLOEXEC
    int const descriptor = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
#else
    int const descriptor = ::accept(acceptor.native_handle(), nullptr, nullptr);
#endif
    adopt_descriptor(socket, protocol, descriptor, ec);
}

} // namespace clerk::detail
