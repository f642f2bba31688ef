#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace clerk::detail {

/// Memory for one asynchronous operation, stored in its owner, so that sequential operations allocate nothing. Simultaneous or
/// large operations use the heap.
///
/// Not thread-safe. Must outlive the operations.
class HandlerMemory
{
public:
    HandlerMemory() noexcept = default;
    HandlerMemory(HandlerMemory const&) = delete;
    HandlerMemory& operator=(HandlerMemory const&) = delete;
    ~HandlerMemory() = default;

    void* allocate(std::size_t size)
    {
        if (taken_ || size > room_.size()) return ::operator new(size);
        taken_ = true;
        return room_.data();
    }

    void deallocate(void* memory) noexcept
    {
        if (memory != room_.data()) return ::operator delete(memory);
        taken_ = false;
    }

private:
    alignas(std::max_align_t) std::array<std::byte, 256> room_;
    bool taken_{false};
};

/// The allocator of an operation that takes its memory from a `HandlerMemory`.
template <class T>
class HandlerAllocator
{
public:
    using value_type = T;

    explicit HandlerAllocator(HandlerMemory& memory) noexcept : memory_{&memory} {}

    template <class U>
    HandlerAllocator(HandlerAllocator<U> const& other) noexcept : memory_{other.memory_}
    {}

    T* allocate(std::size_t count) const { return static_cast<T*>(memory_->allocate(sizeof(T) * count)); }

    void deallocate(T* memory, std::size_t) const noexcept { memory_->deallocate(memory); }

    template <class U>
    bool operator==(HandlerAllocator<U> const& other) const noexcept
    {
        return memory_ == other.memory_;
    }

private:
    template <class>
    friend class HandlerAllocator;

    HandlerMemory* memory_;
};

} // namespace clerk::detail
