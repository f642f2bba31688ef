#include "malloc_count.hpp"

#include <atomic>
#include <cstddef>

// glibc's names of the replaced functions.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* __libc_calloc(std::size_t count, std::size_t size);
extern "C" void* __libc_realloc(void* memory, std::size_t size);

namespace {

std::atomic<long> allocations{0};
std::atomic<long> allocated_bytes{0};

void count(std::size_t size) noexcept
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    allocated_bytes.fetch_add(static_cast<long>(size), std::memory_order_relaxed);
}

} // namespace

extern "C" void* malloc(std::size_t size)
{
    count(size);
    return __libc_malloc(size);
}

extern "C" void* calloc(std::size_t number, std::size_t size)
{
    count(number * size);
    return __libc_calloc(number, size);
}

extern "C" void* realloc(void* memory, std::size_t size)
{
    count(size);
    return __libc_realloc(memory, size);
}

bench::Mallocs bench::mallocs() noexcept
{
    return {allocations.load(std::memory_order_relaxed), allocated_bytes.load(std::memory_order_relaxed)};
}
