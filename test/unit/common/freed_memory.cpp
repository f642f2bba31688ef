#include "unit/common/freed_memory.hpp"

#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>

namespace {

thread_local clerk::test::FreedMemory* watch = nullptr;

void* allocate(std::size_t size, std::nothrow_t const&) noexcept
{
    return std::malloc(size == 0 ? 1 : size);
}

void* allocate(std::size_t size)
{
    if (void* const block = allocate(size, std::nothrow)) return block;
    throw std::bad_alloc{};
}

void release(void* block) noexcept
{
    if (block == nullptr) return;
    clerk::test::FreedMemory::look_at(block);
    std::free(block);
}

} // namespace

namespace clerk::test {

FreedMemory::FreedMemory(std::string_view text) noexcept : text_{text}
{
    watch = this;
}

FreedMemory::~FreedMemory()
{
    watch = nullptr;
}

void FreedMemory::look_at(void const* block) noexcept
{
    if (watch == nullptr) return;
    ++watch->blocks_;
    auto const size = ::malloc_usable_size(const_cast<void*>(block));
    if (::memmem(block, size, watch->text_.data(), watch->text_.size()) != nullptr) ++watch->holding_it_;
}

} // namespace clerk::test

void* operator new(std::size_t size)
{
    return allocate(size);
}

void* operator new[](std::size_t size)
{
    return allocate(size);
}

void* operator new(std::size_t size, std::nothrow_t const& nothrow) noexcept
{
    return allocate(size, nothrow);
}

void* operator new[](std::size_t size, std::nothrow_t const& nothrow) noexcept
{
    return allocate(size, nothrow);
}

void operator delete(void* block) noexcept
{
    release(block);
}

void operator delete(void* block, std::size_t) noexcept
{
    release(block);
}

void operator delete[](void* block) noexcept
{
    release(block);
}

void operator delete[](void* block, std::size_t) noexcept
{
    release(block);
}

void operator delete(void* block, std::nothrow_t const&) noexcept
{
    release(block);
}

void operator delete[](void* block, std::nothrow_t const&) noexcept
{
    release(block);
}
