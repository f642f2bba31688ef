#include "support/process.hpp"

#include <dlfcn.h>
#include <malloc.h>
#include <sys/resource.h>

#include <fstream>
#include <string>
#include <string_view>

namespace bench {

namespace {

double seconds(timeval const& time) noexcept
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

Usage usage() noexcept
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return {seconds(used.ru_utime), seconds(used.ru_stime)};
}

ResourceCounts resource_counts() noexcept
{
    using Count = void (*)(ResourceCounts*);
    static auto const count = reinterpret_cast<Count>(dlsym(RTLD_DEFAULT, "clerk_bench_counts"));
    ResourceCounts result;
    if (count != nullptr) count(&result);
    return result;
}

long heap_bytes() noexcept
{
    auto const info = mallinfo2();
    return static_cast<long>(info.uordblks + info.hblkhd);
}

long peak_resident_bytes()
{
    // Not getrusage: its figure begins with that of the program that started this one.
    std::ifstream status{"/proc/self/status"};
    constexpr std::string_view name{"VmHWM:"};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stol(line.substr(name.size())) * 1024;
    return 0;
}

} // namespace bench
