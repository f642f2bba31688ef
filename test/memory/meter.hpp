#pragma once

#include <cstddef>

namespace clerk::test {

/// While it lives, counts the bytes that its thread has taken and nobody has given back: this library's, Asio's, Boost.JSON's and
/// OpenSSL's. A peer on a thread of its own does not count.
///
/// The program's `operator new` and OpenSSL's `malloc` are replaced for that.
class MemoryMeter
{
public:
    MemoryMeter() noexcept;
    MemoryMeter(MemoryMeter const&) = delete;
    MemoryMeter& operator=(MemoryMeter const&) = delete;
    ~MemoryMeter();

    /// The most at one time.
    [[nodiscard]] std::size_t peak() const noexcept;

    [[nodiscard]] std::size_t now() const noexcept;
};

/// While it lives, one allocation of its thread fails: the one with this number, counted from 1.
class AllocationFailure
{
public:
    enum class Of
    {
        operator_new,
        openssl
    };

    AllocationFailure(Of of, std::size_t which) noexcept;
    AllocationFailure(AllocationFailure const&) = delete;
    AllocationFailure& operator=(AllocationFailure const&) = delete;
    ~AllocationFailure();

    [[nodiscard]] bool happened() const noexcept;

private:
    Of of_;
};

} // namespace clerk::test
