#pragma once

namespace bench {

/// What the process has used since it began.
struct Usage
{
    double user_s{0};
    double sys_s{0};
};

[[nodiscard]] Usage usage() noexcept;

/// What was asked of malloc; zeros where the counting library (malloc_preload) is not loaded.
struct Asked
{
    long count{0};
    long bytes{0};
};

[[nodiscard]] Asked asked() noexcept;

/// Bytes of malloc's that are in use.
[[nodiscard]] long heap_bytes() noexcept;

/// The most memory this process ever had resident.
[[nodiscard]] long peak_resident_bytes();

} // namespace bench
