#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <optional>
#include <thread>

using namespace clerk::test;
using clerk::Invitation;
using clerk::Result;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

BOOST_AUTO_TEST_SUITE(invite_many_cancellation)

namespace {

using Results = std::vector<Result<Invitation>>;

asio::awaitable<Results> invite_two(clerk::Invitations invitations, clerk::InviteManyOptions options)
{
    std::vector<clerk::CreateInvitationParams> params;
    params.emplace_back("a@example.com");
    params.emplace_back("b@example.com");
    co_return co_await invitations.invite_many(std::move(params), std::move(options));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_signal_during_completion_on_another_thread_is_ignored)
{
    FakeBackend const backend;
    asio::io_context context;
    clerk::Client const client{context.get_executor(), backend.client_options()};
    asio::cancellation_signal signal;
    clerk::InviteManyOptions options;
    options.on_progress = [&](clerk::InviteManyProgress const& progress) {
        if (progress.invited < progress.total) return;
        // The run completes only after the other thread has emitted the signal.
        std::promise<void> emitted;
        asio::post(context, [&] {
            signal.emit(asio::cancellation_type::terminal);
            emitted.set_value();
        });
        BOOST_TEST((emitted.get_future().wait_for(ceiling) == std::future_status::ready));
    };
    std::optional<Results> results;
    asio::co_spawn(
        context, invite_two(client.invitations(), options),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr, Results all) { results = std::move(all); }));
    {
        std::jthread const other{[&] { context.run_for(ceiling); }};
        context.run_for(ceiling);
    }
    BOOST_TEST(context.stopped());
    BOOST_TEST_REQUIRE(results.has_value());
    for (auto const& result : *results) BOOST_TEST(result.has_value());
    check_quiet(client);
}

BOOST_AUTO_TEST_SUITE_END()
