#pragma once

namespace bench {

/// Calls of malloc, calloc and realloc since the start of the program.
struct Mallocs
{
    long count{0};
    long bytes{0};

    friend Mallocs operator-(Mallocs a, Mallocs b) noexcept { return {a.count - b.count, a.bytes - b.bytes}; }
};

[[nodiscard]] Mallocs mallocs() noexcept;

} // namespace bench
