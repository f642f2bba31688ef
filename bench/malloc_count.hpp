#pragma once

namespace bench {

/// What was asked of malloc, calloc and realloc since the program began, whoever asked.
struct Mallocs
{
    long count{0};
    long bytes{0};

    friend Mallocs operator-(Mallocs a, Mallocs b) noexcept { return {a.count - b.count, a.bytes - b.bytes}; }
};

[[nodiscard]] Mallocs mallocs() noexcept;

} // namespace bench
