#include "memory/meter.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

thread_local bool counts = false;
thread_local std::size_t until_failure = 0;         ///< of operator new; 0 = none fails
thread_local std::size_t until_openssl_failure = 0; ///< the same of OpenSSL's
std::atomic<std::int64_t> taken{0};
std::atomic<std::int64_t> most{0};

/// Stored before each block.
struct alignas(std::max_align_t) Note
{
    std::size_t size;
    bool counted;
};

void count(std::int64_t size) noexcept
{
    auto const now = taken.fetch_add(size) + size;
    auto seen = most.load();
    while (now > seen && !most.compare_exchange_weak(seen, now))
    {}
}

void* take(std::size_t size) noexcept
{
    void* const raw = std::malloc(sizeof(Note) + size);
    if (raw == nullptr) return nullptr;
    auto* const note = new (raw) Note{size, counts};
    if (note->counted) count(static_cast<std::int64_t>(size));
    return note + 1;
}

bool fails(std::size_t& until) noexcept
{
    return until > 0 && --until == 0;
}

void* take_or_throw(std::size_t size)
{
    if (fails(until_failure)) throw std::bad_alloc{};
    if (void* const block = take(size)) return block;
    throw std::bad_alloc{};
}

void give_back(void* block) noexcept
{
    if (block == nullptr) return;
    auto* const note = static_cast<Note*>(block) - 1;
    if (note->counted) count(-static_cast<std::int64_t>(note->size));
    std::free(note);
}

void* openssl_take(std::size_t size, char const*, int) noexcept
{
    return size == 0 || fails(until_openssl_failure) ? nullptr : take(size);
}

void openssl_give_back(void* block, char const*, int) noexcept
{
    give_back(block);
}

void* openssl_resize(void* block, std::size_t size, char const*, int) noexcept
{
    if (size == 0)
    {
        give_back(block);
        return nullptr;
    }
    void* const larger = fails(until_openssl_failure) ? nullptr : take(size);
    if (larger == nullptr || block == nullptr) return larger;
    std::memcpy(larger, block, std::min(size, (static_cast<Note*>(block) - 1)->size));
    give_back(block);
    return larger;
}

// OpenSSL accepts its functions only before its first allocation.
bool const openssl_is_counted = CRYPTO_set_mem_functions(&openssl_take, &openssl_resize, &openssl_give_back) == 1;

} // namespace

namespace clerk::test {

MemoryMeter::MemoryMeter() noexcept
{
    if (!openssl_is_counted) std::abort();
    taken = most = 0;
    counts = true;
}

MemoryMeter::~MemoryMeter()
{
    counts = false;
}

std::size_t MemoryMeter::peak() const noexcept
{
    return static_cast<std::size_t>(most.load());
}

std::size_t MemoryMeter::now() const noexcept
{
    return static_cast<std::size_t>(std::max<std::int64_t>(taken.load(), 0));
}

AllocationFailure::AllocationFailure(Of of, std::size_t which) noexcept : of_{of}
{
    (of == Of::operator_new ? until_failure : until_openssl_failure) = which;
}

AllocationFailure::~AllocationFailure()
{
    until_failure = until_openssl_failure = 0;
}

bool AllocationFailure::happened() const noexcept
{
    return (of_ == Of::operator_new ? until_failure : until_openssl_failure) == 0;
}

} // namespace clerk::test

void* operator new(std::size_t size)
{
    return take_or_throw(size);
}

void* operator new[](std::size_t size)
{
    return take_or_throw(size);
}

void* operator new(std::size_t size, std::nothrow_t const&) noexcept
{
    return take(size);
}

void* operator new[](std::size_t size, std::nothrow_t const&) noexcept
{
    return take(size);
}

void operator delete(void* block) noexcept
{
    give_back(block);
}

void operator delete(void* block, std::size_t) noexcept
{
    give_back(block);
}

void operator delete[](void* block) noexcept
{
    give_back(block);
}

void operator delete[](void* block, std::size_t) noexcept
{
    give_back(block);
}

void operator delete(void* block, std::nothrow_t const&) noexcept
{
    give_back(block);
}

void operator delete[](void* block, std::nothrow_t const&) noexcept
{
    give_back(block);
}
