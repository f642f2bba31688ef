#include "unit/tls/lookups.hpp"

#include <dlfcn.h>
#include <netdb.h>

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace {

std::mutex mutex;
std::condition_variable changed;
std::size_t lookups = 0;
bool watched = false;
bool released = false;

} // namespace

namespace clerk::test {

Lookups::Lookups()
{
    std::scoped_lock const lock{mutex};
    lookups = 0;
    watched = true;
    released = false;
}

Lookups::~Lookups()
{
    release();
    std::scoped_lock const lock{mutex};
    watched = false;
}

std::size_t Lookups::count() const
{
    std::scoped_lock const lock{mutex};
    return lookups;
}

void Lookups::release()
{
    std::scoped_lock const lock{mutex};
    released = true;
    changed.notify_all();
}

} // namespace clerk::test

extern "C" int getaddrinfo(char const* host, char const* service, addrinfo const* hints, addrinfo** found)
{
    using Function = int (*)(char const*, char const*, addrinfo const*, addrinfo**);
    static auto const system = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    std::string_view const name = host == nullptr ? "" : host;
    std::unique_lock lock{mutex};
    if (!watched) return system(host, service, hints, found);
    ++lookups;
    if (name == "missing.test") return EAI_NONAME;
    if (name != "held.test") return system(host, service, hints, found);
    changed.wait(lock, [] { return released; });
    return system(nullptr, service, hints, found); // no host: loopback's addresses
}
