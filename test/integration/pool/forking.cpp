#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <functional>
#include <optional>

#include <sys/wait.h>
#include <unistd.h>

using namespace clerk::test;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;

BOOST_AUTO_TEST_SUITE(forking)

namespace {

/// Forks as Asio demands. @returns whether `in_child` has returned true in the child process
bool forked(boost::asio::io_context& context, std::function<bool()> const& in_child)
{
    context.notify_fork(boost::asio::execution_context::fork_prepare);
    auto const child = ::fork();
    if (child == 0)
    {
        context.notify_fork(boost::asio::execution_context::fork_child);
        context.restart();
        ::_exit(in_child() ? 0 : 1);
    }
    context.notify_fork(boost::asio::execution_context::fork_parent);
    int status = -1;
    BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

BOOST_AUTO_TEST_CASE(parent_and_child_use_separate_connections)
{
    FakeBackend const backend;
    Rig rig{backend.client_options()};
    BOOST_TEST(rig.create({}, {"first@example.com"}).has_value());
    BOOST_TEST(forked(rig.context, [&] {
        std::optional<Created> created;
        auto const idle = rig.client.stats().connections_open;
        rig.invitations.create({"child@example.com"}, [&](Created result) { created.emplace(std::move(result)); });
        rig.context.run();
        return idle == 0 && created && created->has_value();
    }));
    BOOST_TEST(rig.create({}, {"parent@example.com"}).has_value());
    BOOST_TEST(rig.client.stats().connections_reused == 1U);
    BOOST_TEST(backend.invitations().size() == 3U);
    BOOST_TEST(backend.requests().back().connection == backend.requests().front().connection);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(calls_continue_in_the_parent_only)
{
    FakeBackend backend;
    backend.script(Reply::hold());
    auto options = backend.client_options();
    options.pool.max_connections = 1;
    Rig rig{options};
    std::optional<Created> running;
    std::optional<Created> waiting;
    rig.invitations.create({"running@example.com"}, [&](Created result) { running.emplace(std::move(result)); });
    rig.invitations.create({"waiting@example.com"}, [&](Created result) { waiting.emplace(std::move(result)); });
    run_until(rig.context, [&] { return backend.requests().size() == 1; });
    BOOST_TEST(forked(rig.context, [&] {
        rig.context.run();
        auto const ended = [](std::optional<Created> const& call) {
            return call && !*call && call->error().kind == ErrorKind::cancelled && call->error().delivery == Delivery::unknown;
        };
        return ended(running) && ended(waiting) && rig.client.stats().calls_waiting == 0;
    }));
    BOOST_TEST(backend.requests().size() == 1U);
    backend.release();
    run_out(rig.context);
    BOOST_TEST((running && running->has_value()));
    BOOST_TEST((waiting && waiting->has_value()));
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
