// A library to preload into a client that is not built for counting.
#include "support/process.hpp"

#include "io_count.hpp"
#include "lock_count.hpp"
#include "malloc_count.hpp"

extern "C" [[gnu::visibility("default")]] void clerk_bench_counts(bench::ResourceCounts* counts);

extern "C" void clerk_bench_counts(bench::ResourceCounts* counts)
{
    auto const memory = bench::mallocs();
    auto const locks = bench::locks();
    *counts = {memory.count, memory.bytes, bench::io_calls(), locks.taken, locks.contended};
}
