#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/thread_pool.hpp>
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

// Operations that consist of several calls.
BOOST_AUTO_TEST_SUITE(composed_operations)

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

/// A future whose operation runs on this context. Alone, `use_future` uses threads of Asio's system context, which end after
/// OpenSSL has been cleaned up, so its memory of those threads would leak.
auto future_on(auto& context)
{
    return asio::bind_executor(context.get_executor(), asio::use_future);
}

constexpr asio::cancellation_type types[]{asio::cancellation_type::terminal, asio::cancellation_type::partial};

} // namespace

BOOST_AUTO_TEST_CASE(composed_operations_complete_with_values)
{
    FakeBackend backend;
    fill(backend, 5);
    Rig rig{backend.client_options()};
    clerk::ListInvitationsParams two;
    two.limit = 2;
    auto many = rig.invitations.invite_many({"x@example.com", "y@example.com", "z@example.com"}, future_on(rig.context));
    auto all = rig.invitations.all(two, 100, {}, future_on(rig.context));
    auto some = rig.invitations.all(two, 3, {}, future_on(rig.context));
    auto none = rig.invitations.all(two, 0, {}, future_on(rig.context));
    auto pager = rig.invitations.pages(two);
    auto page = pager.next(future_on(rig.context));
    run_out(rig.context);
    auto const invited = many.get();
    BOOST_TEST_REQUIRE(invited.size() == 3U);
    for (auto const& one : invited) BOOST_TEST(one.has_value());
    BOOST_TEST(all.get()->size() >= 5U);
    BOOST_TEST(some.get()->size() == 3U);
    BOOST_TEST(none.get()->empty());
    BOOST_TEST(page.get()->value().data.size() == 2U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_cancellation_during_a_request_ends_the_operation)
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

// The response has arrived, but its handler has not run: no call is there to be cancelled.
BOOST_AUTO_TEST_CASE(a_cancellation_between_two_pages_is_not_lost)
{
    FakeBackend backend;
    fill(backend, 4);
    Rig rig{backend.client_options()};
    asio::io_context other;
    asio::cancellation_signal signal;
    clerk::ListInvitationsParams one;
    one.limit = 1;
    std::optional<All> result;
    rig.invitations.all(one, 10, {},
                        asio::bind_executor(other.get_executor(), asio::bind_cancellation_slot(signal.slot(), [&](All value) {
                                                result.emplace(std::move(value));
                                            })));
    run_until(rig.context, [&] { return backend.requests().size() == 1 && rig.client.stats().connections_leased == 0; });
    signal.emit(asio::cancellation_type::total);
    run_out(other);
    run_out(rig.context);
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(result->error().kind == ErrorKind::cancelled);
    BOOST_TEST(result->error().operation == "GET /v1/invitations");
    BOOST_TEST(backend.requests().size() == 1U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(composed_operations_run_on_thread_pools)
{
    FakeBackend backend;
    fill(backend, 30);
    asio::thread_pool pool{4};
    clerk::Client const client{pool, backend.client_options()};
    auto const invitations = client.invitations();
    clerk::ListInvitationsParams two;
    two.limit = 2;
    std::vector<std::future<All>> lists;
    std::vector<std::future<Many>> runs;
    for (int i = 0; i < 8; ++i)
    {
        lists.push_back(invitations.all(two, 20, {}, future_on(pool)));
        runs.push_back(invitations.invite_many({std::to_string(i) + "@example.com"}, future_on(pool)));
    }
    pool.join();
    for (auto& one : lists) BOOST_TEST(one.get()->size() == 20U);
    for (auto& one : runs) BOOST_TEST(one.get().size() == 1U);
    check_quiet(client);
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_callback_leaves_run_after_the_handler)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    clerk::InviteManyOptions options;
    options.on_result = [](std::size_t, Result<Invitation> const&) { throw std::domain_error{"callback"}; };
    int invoked = 0;
    rig.invitations.invite_many(people(1), options, [&invoked](Many const& results) {
        ++invoked;
        BOOST_TEST(results.size() == 1U);
    });
    BOOST_CHECK_THROW(rig.context.run(), std::domain_error);
    run_out(rig.context);
    BOOST_TEST(invoked == 1);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_run_inherits_the_rate_limit_mode_of_the_client)
{
    for (bool const own : {false, true})
    {
        FakeBackend backend;
        backend.script(clerk::testing::Reply::status(429).with_header("Retry-After", "1"));
        auto options = backend.client_options();
        options.rate_limit.mode = own ? clerk::RateLimitMode::wait : clerk::RateLimitMode::fail_fast;
        Rig rig{options};
        clerk::InviteManyOptions run_options;
        if (own) run_options.request.rate_limit = clerk::RateLimitMode::fail_fast;
        auto run = rig.invitations.invite_many(people(1), run_options, future_on(rig.context));
        run_out(rig.context);
        auto const results = run.get();
        BOOST_TEST(results.at(0).error().kind == ErrorKind::rate_limited);
        BOOST_TEST(backend.requests().size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_copied_pager_has_its_own_position)
{
    FakeBackend backend;
    fill(backend, 3);
    Rig rig{backend.client_options()};
    clerk::ListInvitationsParams one;
    one.limit = 1;
    auto pager = rig.invitations.pages(one);
    BOOST_TEST_REQUIRE(run(rig.context, pager.next()).has_value());
    auto copy = pager;
    auto const second = run(rig.context, pager.next());
    auto const second_of_copy = run(rig.context, copy.next());
    BOOST_TEST(second->value().data.at(0).id == second_of_copy->value().data.at(0).id);
    copy = pager;
    BOOST_TEST(run(rig.context, copy.next())->has_value());
    BOOST_TEST(run(rig.context, pager.next())->has_value());
    BOOST_TEST(!run(rig.context, pager.next())->has_value());
}

BOOST_AUTO_TEST_SUITE_END()
