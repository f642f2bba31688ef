#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <filesystem>
#include <set>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

using namespace clerk::test;
using clerk::testing::FakeBackend;

// Descriptors that child programs inherit.
BOOST_AUTO_TEST_SUITE(descriptors)

namespace {

/// The sockets of this process.
std::set<int> sockets()
{
    std::set<int> found;
    for (auto const& entry : std::filesystem::directory_iterator{"/proc/self/fd"})
    {
        int const descriptor = std::stoi(entry.path().filename());
        struct stat status = {};
        if (::fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode)) found.insert(descriptor);
    }
    return found;
}

} // namespace

BOOST_AUTO_TEST_CASE(sockets_are_close_on_exec)
{
    auto const before = sockets();
    FakeBackend const backend;
    Rig rig{backend.client_options()};
    BOOST_TEST(rig.create().has_value());
    std::size_t connected = 0;
    for (int const descriptor : sockets())
    {
        if (before.contains(descriptor)) continue;
        socklen_t size = sizeof(int);
        int listens = 0;
        ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size);
        connected += listens == 0 ? 1U : 0U;
        BOOST_TEST((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == FD_CLOEXEC);
    }
    BOOST_TEST(connected == 2U); // the sockets of server and client
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
