#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/detached.hpp>

#include <csignal>
#include <functional>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace clerk::test;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// Debug builds of the library assert that a handle can be used.
BOOST_AUTO_TEST_SUITE(misused_handles)

namespace {

#ifdef NDEBUG
constexpr bool asserts = false;
#else
constexpr bool asserts = true;
#endif

/// Runs a function in a child process. @returns whether it ended by an assertion
bool aborts(std::function<void()> const& misuse)
{
    auto const child = ::fork();
    if (child == 0)
    {
        static_cast<void>(std::signal(SIGABRT, SIG_DFL));
        static_cast<void>(::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO));
        misuse();
        ::_exit(0);
    }
    int status = -1;
    BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_moved_from_handle_cannot_be_used, *boost::unit_test::enable_if<asserts>())
{
    FakeBackend const backend;
    asio::io_context context;
    clerk::Client client{context, backend.client_options()};
    auto invitations = client.invitations();
    auto pager = invitations.pages();
    auto const keep = std::tuple{std::move(client), std::move(invitations), std::move(pager)};
    // NOLINTBEGIN(bugprone-use-after-move)
    BOOST_TEST(aborts([&] { static_cast<void>(client.get_executor()); }));
    BOOST_TEST(aborts([&] { static_cast<void>(client.invitations()); }));
    BOOST_TEST(aborts([&] { client.close(); }));
    BOOST_TEST(aborts([&] { static_cast<void>(client.stats()); }));
    BOOST_TEST(aborts([&] { client.warm_up(1, [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { client.shutdown(std::chrono::seconds{1}, asio::detached); }));
    BOOST_TEST(aborts([&] { client.request({"GET", "/v1/users"}, [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { invitations.create("a@example.com", [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { invitations.create_bulk({"a@example.com"}, [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { invitations.list({}, [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { invitations.revoke("inv_1", [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { static_cast<void>(invitations.get_executor()); }));
    BOOST_TEST(aborts([&] { static_cast<void>(invitations.pages()); }));
    BOOST_TEST(aborts([&] { static_cast<void>(invitations.all()); }));
    BOOST_TEST(aborts([&] { invitations.all({}, 1000, {}, [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { static_cast<void>(invitations.invite_many({})); }));
    BOOST_TEST(aborts([&] { invitations.invite_many({}, {}, [](auto const&) {}); }));
    BOOST_TEST(aborts([&] { static_cast<void>(pager.get_executor()); }));
    BOOST_TEST(aborts([&] { pager.next([](auto const&) {}); }));
    // NOLINTEND(bugprone-use-after-move)
}

BOOST_AUTO_TEST_CASE(a_handle_cannot_be_used_without_its_context, *boost::unit_test::enable_if<asserts>())
{
    FakeBackend const backend;
    auto context = std::make_unique<asio::io_context>();
    clerk::Client const client{*context, backend.client_options()};
    auto const invitations = client.invitations();
    context.reset();
    asio::io_context other;
    BOOST_TEST(
        aborts([&] { invitations.create("a@example.com", asio::bind_executor(other.get_executor(), [](auto const&) {})); }));
}

BOOST_AUTO_TEST_SUITE_END()
