#include "memory/own_memory.hpp"

#include <fcntl.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace clerk::test {

namespace {

struct Region
{
    std::uintptr_t begin{0};
    std::uintptr_t end{0};
};

// The shadow memory of sanitizers is larger and contains no keys.
constexpr std::uintptr_t largest = std::uintptr_t{1} << 30;
constexpr std::size_t window = std::size_t{1} << 20;

std::vector<Region> writable_regions()
{
    std::vector<Region> regions;
    std::ifstream maps{"/proc/self/maps"};
    for (std::string line; std::getline(maps, line);)
    {
        Region region;
        auto const* const last = line.data() + line.size();
        auto const first = std::from_chars(line.data(), last, region.begin, 16);
        auto const second = std::from_chars(first.ptr + 1, last, region.end, 16);
        std::string_view const rights{second.ptr + 1, 4};
        if (rights.starts_with("rw") && region.end - region.begin <= largest) regions.push_back(region);
    }
    return regions;
}

std::size_t count_backwards(std::string_view bytes, std::string const& backwards)
{
    std::size_t count = 0;
    // `find` calls `memchr`, which is fast in unoptimised builds.
    for (auto at = bytes.find(backwards.back()); at != std::string_view::npos; at = bytes.find(backwards.back(), at + 1))
        if (bytes.size() - at >= backwards.size() && std::equal(backwards.rbegin(), backwards.rend(), bytes.data() + at)) ++count;
    return count;
}

} // namespace

std::size_t count_in_own_memory(std::string const& backwards)
{
    int const memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    // Its own mapping, which the search omits.
    void* const mapped = ::mmap(nullptr, window, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory < 0 || mapped == MAP_FAILED) throw std::runtime_error{"the process's own memory cannot be read"};
    auto* const bytes = static_cast<char*>(mapped);
    std::size_t count = 0;
    for (auto const& region : writable_regions())
    {
        auto at = region.begin;
        while (at < region.end)
        {
            auto const size = ::pread(memory, bytes, std::min<std::size_t>(window, region.end - at), static_cast<off_t>(at));
            if (size <= 0) break;
            count += count_backwards({bytes, static_cast<std::size_t>(size)}, backwards);
            ::explicit_bzero(bytes, static_cast<std::size_t>(size));
            if (static_cast<std::uintptr_t>(size) + at >= region.end) break;
            at += std::max<std::uintptr_t>(static_cast<std::uintptr_t>(size) - backwards.size(), 1);
        }
    }
    ::munmap(mapped, window);
    ::close(memory);
    return count;
}

} // namespace clerk::test
