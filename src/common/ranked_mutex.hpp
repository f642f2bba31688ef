#pragma once

#include <cassert>
#include <mutex>

namespace clerk::detail {

#ifndef NDEBUG
/// The ranks that the current thread has locked.
inline thread_local unsigned held_ranks{0};
#endif

/// A mutex with a place in the lock order. While a thread holds one, it may lock only those of a higher rank; debug builds assert
/// this.
template <unsigned Rank>
class RankedMutex
{
public:
    void lock()
    {
#ifndef NDEBUG
        assert(held_ranks < (1U << Rank) && "lock order");
#endif
        mutex_.lock();
#ifndef NDEBUG
        held_ranks |= 1U << Rank;
#endif
    }

    void unlock()
    {
#ifndef NDEBUG
        held_ranks &= ~(1U << Rank);
#endif
        mutex_.unlock();
    }

private:
    std::mutex mutex_;
};

using ConnectionMutex = RankedMutex<0>;
using EngineMutex = RankedMutex<1>;

} // namespace clerk::detail
