#pragma once

#include <boost/asio/detail/config.hpp>
#include <boost/version.hpp>

/// Whether the initiating function of an operation that completes at once can invoke its handler. io_uring starts every operation
/// in the kernel.
#if BOOST_VERSION >= 108200 && !defined(BOOST_ASIO_HAS_IO_URING_AS_DEFAULT)
#define CLERK_HAS_IMMEDIATE_COMPLETION 1

#include <boost/asio/bind_immediate_executor.hpp>
#include <boost/asio/system_executor.hpp>

#include <utility>

namespace clerk::detail {

/// Returns the handler, to be invoked by the initiating function if the operation completes at once.
template <class Handler>
auto complete_immediately(Handler handler)
{
    return boost::asio::bind_immediate_executor(boost::asio::system_executor{}, std::move(handler));
}

} // namespace clerk::detail

#else
#define CLERK_HAS_IMMEDIATE_COMPLETION 0
#endif
