#pragma once

#include <cstddef>

namespace clerk::test {

/// Counts the allocated bytes of its thread: of this library, Asio, Boost.JSON and OpenSSL, but not of a peer on another thread.
///
/// Replaces `operator new` and OpenSSL's `malloc` of the program.
class MemoryMeter
{
public:
    MemoryMeter() noexcept;
    MemoryMeter(MemoryMeter const&) = delete;
    MemoryMeter& operator=(MemoryMeter const&) = delete;
    ~MemoryMeter();

    /// Returns the peak.
    [[nodiscard]] std::size_t peak() const noexcept;

    [[nodiscard]] std::size_t now() const noexcept;
};

/// During its lifetime, one allocation of its thread fails: the one with this number, counted from 1.
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
