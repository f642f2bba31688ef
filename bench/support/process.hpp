#pragma once

namespace bench {

/// What the process has used since it began.
struct Usage
{
    double user_s{0};
    double sys_s{0};
};

[[nodiscard]] Usage usage() noexcept;

/// What was asked of malloc and of the kernel; zeros where the counting library (count_preload) is not loaded.
struct Asked
{
    long mallocs{0};
    long malloc_bytes{0};
    long io_calls{0};
};

[[nodiscard]] Asked asked() noexcept;

/// Bytes of malloc's that are in use.
[[nodiscard]] long heap_bytes() noexcept;

/// The most memory this process ever had resident.
[[nodiscard]] long peak_resident_bytes();

} // namespace bench
