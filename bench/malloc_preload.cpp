// A library to preload into a client that is not built for counting.
#include "malloc_count.hpp"

extern "C" [[gnu::visibility("default")]] void clerk_bench_mallocs(long* count, long* bytes);

extern "C" void clerk_bench_mallocs(long* count, long* bytes)
{
    auto const now = bench::mallocs();
    *count = now.count;
    *bytes = now.bytes;
}
