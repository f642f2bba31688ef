// A library to preload into a client that is not built for counting.
#include "io_count.hpp"
#include "malloc_count.hpp"

extern "C" [[gnu::visibility("default")]] void clerk_bench_counts(long* mallocs, long* bytes, long* io_calls);

extern "C" void clerk_bench_counts(long* mallocs, long* bytes, long* io_calls)
{
    auto const now = bench::mallocs();
    *mallocs = now.count;
    *bytes = now.bytes;
    *io_calls = bench::io_calls();
}
