#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>

#include <stdexcept>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::ErrorKind;
using clerk::Invitation;
using clerk::InvitationPage;
using clerk::Result;
using clerk::testing::FakeBackend;
namespace asio = boost::asio;

// Operations that consist of several calls, with completion tokens other than `use_awaitable`.
BOOST_AUTO_TEST_SUITE(tokens)

namespace {

using Many = std::vector<Result<Invitation>>;
using All = Result<std::vector<Invitation>>;
using Page = Result<std::optional<InvitationPage>>;

std::vector<CreateInvitationParams> people(int count)
{
    std::vector<CreateInvitationParams> all;
    for (int i = 0; i < count; ++i) all.emplace_back("p" + std::to_string(i) + "@example.com");
    return all;
}

void fill(FakeBackend& backend, int count)
{
    for (int i = 0; i < count; ++i) backend.add_invitation("p" + std::to_string(i) + "@example.com");
}

/// Starts an operation with callbacks and checks that they are invoked once, later, on their executor.
template <class Value>
Value with_callback(Rig& rig, auto start)
{
    asio::io_context other;
    std::optional<Value> here;
    std::optional<Value> there;
    int invoked = 0;
    start([&](Value value) {
        here.emplace(std::move(value));
        ++invoked;
    });
    start(asio::bind_executor(other.get_executor(), [&](Value value) {
        there.emplace(std::move(value));
        ++invoked;
    }));
    BOOST_TEST(invoked == 0);
    run_out(rig.context);
    BOOST_TEST(invoked == 1);
    run_out(other);
    BOOST_TEST(invoked == 2);
    BOOST_TEST_REQUIRE((here && there));
    check_quiet(rig.client);
    return *std::move(here);
}

template <class Value>
Value with_future(Rig& rig, auto start)
{
    auto future = start(asio::use_future);
    run_out(rig.context);
    check_quiet(rig.client);
    return future.get();
}

/// Cancels an operation while its request is held by the server.
template <class Value>
Value cancelled(asio::cancellation_type type, auto start)
{
    ScriptedPeer peer{{{step::expect_request(), step::stall()}}};
    Rig rig{peer.client_options()};
    asio::cancellation_signal signal;
    std::optional<Value> result;
    start(rig.invitations, asio::bind_cancellation_slot(signal.slot(), [&](Value value) { result.emplace(std::move(value)); }));
    run_until(rig.context, [&] { return peer.requests().size() == 1; });
    signal.emit(type);
    run_out(rig.context);
    BOOST_TEST_REQUIRE(result.has_value());
    check_quiet(rig.client);
    return *std::move(result);
}

constexpr asio::cancellation_type types[]{asio::cancellation_type::terminal, asio::cancellation_type::partial};

} // namespace

BOOST_AUTO_TEST_CASE(invite_many_takes_any_token)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto const start = [&](auto&& token) {
        return rig.invitations.invite_many(people(3), {}, std::forward<decltype(token)>(token));
    };
    BOOST_TEST(with_callback<Many>(rig, start).size() == 3U);
    BOOST_TEST(with_future<Many>(rig, start).size() == 3U);
}

BOOST_AUTO_TEST_CASE(all_takes_any_token)
{
    FakeBackend backend;
    fill(backend, 5);
    Rig rig{backend.client_options()};
    clerk::ListInvitationsParams params;
    params.limit = 2;
    auto const start = [&](auto&& token) { return rig.invitations.all(params, 100, {}, std::forward<decltype(token)>(token)); };
    BOOST_TEST(with_callback<All>(rig, start)->size() == 5U);
    BOOST_TEST(with_future<All>(rig, start)->size() == 5U);
}

BOOST_AUTO_TEST_CASE(next_takes_any_token)
{
    FakeBackend backend;
    fill(backend, 5);
    Rig rig{backend.client_options()};
    auto const start = [&](auto&& token) { return rig.invitations.pages().next(std::forward<decltype(token)>(token)); };
    BOOST_TEST(with_callback<Page>(rig, start)->value().data.size() == 5U);
    BOOST_TEST(with_future<Page>(rig, start)->value().data.size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_cancellation_slot_ends_each_operation)
{
    for (auto const type : types)
    {
        auto const many = cancelled<Many>(
            type, [](auto const& invitations, auto token) { invitations.invite_many(people(1), {}, std::move(token)); });
        BOOST_TEST_REQUIRE(many.size() == 1U);
        BOOST_TEST(many[0].error().kind == ErrorKind::cancelled);
        auto const all =
            cancelled<All>(type, [](auto const& invitations, auto token) { invitations.all({}, 10, {}, std::move(token)); });
        BOOST_TEST(all.error().kind == ErrorKind::cancelled);
        auto const page =
            cancelled<Page>(type, [](auto const& invitations, auto token) { invitations.pages().next(std::move(token)); });
        BOOST_TEST(page.error().kind == ErrorKind::cancelled);
    }
}

BOOST_AUTO_TEST_CASE(coroutines_on_a_strand_can_await_them)
{
    FakeBackend backend;
    fill(backend, 3);
    Rig rig{backend.client_options()};
    using Strand = asio::strand<asio::io_context::executor_type>;
    Strand const strand{rig.context.get_executor()};
    constexpr asio::use_awaitable_t<Strand> token{};
    std::size_t done = 0;
    auto const operations = [&]() -> asio::awaitable<void, Strand> {
        auto const all = co_await rig.invitations.all({}, 100, {}, token);
        done += all->size();
        auto pager = rig.invitations.pages();
        auto const page = co_await pager.next(token);
        done += page->value().data.size();
        auto const open = co_await rig.client.warm_up(1, token);
        done += open.value();
        BOOST_TEST(strand.running_in_this_thread());
        co_await rig.client.shutdown(0ms, token);
    };
    asio::co_spawn(strand, operations(), asio::detached);
    run_out(rig.context);
    BOOST_TEST(done == 7U);
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_callback_leaves_run)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    clerk::InviteManyOptions options;
    options.on_result = [](std::size_t, Result<Invitation> const&) { throw std::domain_error{"callback"}; };
    bool invoked = false;
    rig.invitations.invite_many(people(1), options, [&invoked](Many) { invoked = true; });
    BOOST_CHECK_THROW(rig.context.run(), std::domain_error);
    run_out(rig.context);
    BOOST_TEST(!invoked);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
