#pragma once

// First, so that Asio's headers have set all defaults.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/detail/config.hpp>

namespace clerk::detail {

/// The configuration of Asio in one translation unit.
namespace has {

struct epoll;
struct epoll_and_io_uring;
struct io_uring;
struct select;

struct threads;
struct no_threads;

struct rtti;
struct no_rtti;

struct no_handler_tracking;
struct handler_tracking;

template <int Size>
struct recycling_cache;

#if defined(BOOST_ASIO_HAS_IO_URING_AS_DEFAULT)
using Reactor = io_uring;
#elif defined(BOOST_ASIO_HAS_EPOLL) && defined(BOOST_ASIO_HAS_IO_URING)
using Reactor = epoll_and_io_uring;
#elif defined(BOOST_ASIO_HAS_EPOLL)
using Reactor = epoll;
#else
using Reactor = select;
#endif

#if defined(BOOST_ASIO_HAS_THREADS)
using Threads = threads;
#else
using Threads = no_threads;
#endif

// Without RTTI, services of a context have other keys, so each half would find only its own.
#if defined(BOOST_ASIO_NO_TYPEID)
using Rtti = no_rtti;
#else
using Rtti = rtti;
#endif

#if defined(BOOST_ASIO_ENABLE_HANDLER_TRACKING) || defined(BOOST_ASIO_CUSTOM_HANDLER_TRACKING)
using HandlerTracking = handler_tracking;
#else
using HandlerTracking = no_handler_tracking;
#endif

#if defined(BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE)
using RecyclingCache = recycling_cache<BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE>;
#else
using RecyclingCache = recycling_cache<0>;
#endif

} // namespace has

/// Stands for the macros of Asio that must have the same values in the library and in the program, because the two share an
/// `io_context`: its reactor, its services and the layout of its operations depend on them.
///
/// The library defines the functions that take this parameter for its own macros only, so a program with other macros does not
/// link, and the linker's message has this name.
template <class Reactor, class Threads, class Rtti, class HandlerTracking, class RecyclingCache>
struct LibraryWasBuiltWithOtherAsioMacrosThan
{};

using AsioMacros =
    LibraryWasBuiltWithOtherAsioMacrosThan<has::Reactor, has::Threads, has::Rtti, has::HandlerTracking, has::RecyclingCache>;

} // namespace clerk::detail
