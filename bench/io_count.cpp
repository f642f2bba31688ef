// Counts the system calls for input, output and waiting of a program that uses libc. Unlike a tracer, it does not slow the
// program down, which would change the number of calls.
#include "io_count.hpp"

#include <dlfcn.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <atomic>

namespace {

std::atomic<long> made{0};

template <auto* Function, class... Arguments>
auto counted(char const* name, Arguments... arguments)
{
    static auto* const libc = reinterpret_cast<decltype(Function)>(dlsym(RTLD_NEXT, name));
    made.fetch_add(1, std::memory_order_relaxed);
    return libc(arguments...);
}

} // namespace

extern "C" {

ssize_t read(int file, void* to, std::size_t size)
{
    return counted<&read>("read", file, to, size);
}

ssize_t write(int file, void const* from, std::size_t size)
{
    return counted<&write>("write", file, from, size);
}

ssize_t recv(int socket, void* to, std::size_t size, int flags)
{
    return counted<&recv>("recv", socket, to, size, flags);
}

ssize_t recvmsg(int socket, msghdr* message, int flags)
{
    return counted<&recvmsg>("recvmsg", socket, message, flags);
}

ssize_t send(int socket, void const* from, std::size_t size, int flags)
{
    return counted<&send>("send", socket, from, size, flags);
}

ssize_t sendmsg(int socket, msghdr const* message, int flags)
{
    return counted<&sendmsg>("sendmsg", socket, message, flags);
}

int poll(pollfd* files, nfds_t count, int timeout)
{
    return counted<&poll>("poll", files, count, timeout);
}

int epoll_wait(int epoll, epoll_event* events, int most, int timeout)
{
    return counted<&epoll_wait>("epoll_wait", epoll, events, most, timeout);
}

int epoll_ctl(int epoll, int operation, int file, epoll_event* event) noexcept
{
    return counted<&epoll_ctl>("epoll_ctl", epoll, operation, file, event);
}

int timerfd_settime(int timer, int flags, itimerspec const* to, itimerspec* before) noexcept
{
    return counted<&timerfd_settime>("timerfd_settime", timer, flags, to, before);
}

} // extern "C"

long bench::io_calls() noexcept
{
    return made.load(std::memory_order_relaxed);
}
