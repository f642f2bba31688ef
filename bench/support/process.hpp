#pragma once

namespace bench {

/// Resources used since the start of the process.
struct Usage
{
    double user_s{0};
    double sys_s{0};
};

[[nodiscard]] Usage usage() noexcept;

/// Memory allocations, system calls and locks; zeros without the counting library (count_preload).
struct ResourceCounts
{
    long mallocs{0};
    long malloc_bytes{0};
    long io_calls{0};
    long locks{0};
    long contended{0}; ///< locks that another thread held
};

[[nodiscard]] ResourceCounts resource_counts() noexcept;

/// Bytes of malloc's that are in use.
[[nodiscard]] long heap_bytes() noexcept;

/// The most memory this process ever had resident.
[[nodiscard]] long peak_resident_bytes();

} // namespace bench
