#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace clerk::test {

/// Counts its allocations.
template <class T>
struct CountingAllocator
{
    using value_type = T;

    explicit CountingAllocator(std::shared_ptr<int> counter) : count{std::move(counter)} {}

    template <class U>
    CountingAllocator(CountingAllocator<U> const& other) : count{other.count}
    {}

    T* allocate(std::size_t n)
    {
        ++*count;
        return std::allocator<T>{}.allocate(n);
    }

    void deallocate(T* p, std::size_t n) { std::allocator<T>{}.deallocate(p, n); }

    bool operator==(CountingAllocator const&) const = default;

    std::shared_ptr<int> count;
};

} // namespace clerk::test
