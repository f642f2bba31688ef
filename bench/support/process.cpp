#include "support/process.hpp"

#include <dlfcn.h>
#include <malloc.h>
#include <sys/resource.h>

namespace bench {

namespace {

double seconds(timeval const& time) noexcept
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

rusage of_this_process() noexcept
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used;
}

} // namespace

Usage usage() noexcept
{
    auto const used = of_this_process();
    return {seconds(used.ru_utime), seconds(used.ru_stime)};
}

Asked asked() noexcept
{
    using Count = void (*)(long*, long*);
    static auto const count = reinterpret_cast<Count>(dlsym(RTLD_DEFAULT, "clerk_bench_mallocs"));
    Asked result;
    if (count != nullptr) count(&result.count, &result.bytes);
    return result;
}

long heap_bytes() noexcept
{
    auto const info = mallinfo2();
    return static_cast<long>(info.uordblks + info.hblkhd);
}

long peak_resident_bytes() noexcept
{
    return of_this_process().ru_maxrss * 1024;
}

} // namespace bench
