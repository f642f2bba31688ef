#include "lock_count.hpp"

#include <dlfcn.h>
#include <pthread.h>

#include <atomic>

namespace {

std::atomic<long> taken{0};
std::atomic<long> contended{0};

} // namespace

extern "C" int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept
{
    static auto* const libc = reinterpret_cast<decltype(&pthread_mutex_lock)>(dlsym(RTLD_NEXT, "pthread_mutex_lock"));
    taken.fetch_add(1, std::memory_order_relaxed);
    if (pthread_mutex_trylock(mutex) == 0) return 0;
    contended.fetch_add(1, std::memory_order_relaxed);
    return libc(mutex);
}

bench::Locks bench::locks() noexcept
{
    return {taken.load(std::memory_order_relaxed), contended.load(std::memory_order_relaxed)};
}
