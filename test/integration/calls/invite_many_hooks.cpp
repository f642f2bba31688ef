#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <stdexcept>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::Invitation;
using clerk::InviteManyOptions;
using clerk::Result;
using clerk::testing::Endpoint;
using clerk::testing::FakeBackend;

BOOST_AUTO_TEST_SUITE(invite_many_hooks)

namespace {

std::vector<Result<Invitation>> invite(Rig& rig, int count, InviteManyOptions options)
{
    std::vector<CreateInvitationParams> all;
    for (int i = 0; i < count; ++i) all.emplace_back("p" + std::to_string(i) + "@example.com");
    auto results = run(rig.context, rig.invitations.invite_many(std::move(all), std::move(options)));
    check_quiet(rig.client);
    return results;
}

} // namespace

BOOST_AUTO_TEST_CASE(hooks_run_before_each_send_and_after_each_result)
{
    FakeBackend backend;
    backend.add_invitation("p3@example.com");
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    std::set<std::size_t> sending;
    std::map<std::size_t, bool> known;
    options.on_sending = [&](std::span<std::size_t const> items) { sending.insert(items.begin(), items.end()); };
    options.on_result = [&](std::size_t item, Result<Invitation> const& result) {
        BOOST_TEST(sending.contains(item));
        BOOST_TEST(known.emplace(item, result.has_value()).second);
    };
    clerk::InviteManyProgress last;
    options.on_progress = [&](clerk::InviteManyProgress const& progress) { last = progress; };
    invite(rig, 15, options);
    BOOST_TEST(known.size() == 15U);
    BOOST_TEST(!known[3]);
    BOOST_TEST(last.total == 15U);
    BOOST_TEST(last.invited == 14U);
    BOOST_TEST(last.failed == 1U);
    BOOST_TEST(last.running == 0U);
}

BOOST_AUTO_TEST_CASE(hooks_tell_which_rows_may_be_invited)
{
    FakeBackend backend;
    backend.add_invitation("p3@example.com");
    backend.add_user("p14@example.com");
    backend.set_limit(Endpoint::create_bulk, 3, 1h);
    backend.set_limit(Endpoint::create, 4, 1s);
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    options.concurrency = 1;
    std::set<std::size_t> open;
    bool put_back = false;
    options.on_sending = [&](std::span<std::size_t const> items) {
        BOOST_TEST(open.empty(), "the one before is known");
        for (auto const item : items) BOOST_TEST(open.insert(item).second);
    };
    options.on_put_back = [&](std::span<std::size_t const> items) {
        put_back = true;
        for (auto const item : items) BOOST_TEST(open.erase(item) == 1U);
    };
    options.on_result = [&](std::size_t item, Result<Invitation> const&) { BOOST_TEST(open.erase(item) == 1U); };
    options.on_progress = [&](clerk::InviteManyProgress const& progress) {
        if (progress.held > 0ms) BOOST_TEST(open.empty(), "nobody may have been invited by what a limit holds");
        if (progress.held > 0ms) backend.advance(1h);
    };
    auto const results = invite(rig, 30, options);
    BOOST_TEST(put_back);
    BOOST_TEST(open.empty());
    BOOST_TEST(std::ranges::count_if(results, [](auto const& result) { return result.has_value(); }) == 28);
}

BOOST_AUTO_TEST_CASE(a_throwing_hook_ends_the_run_without_further_requests)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    InviteManyOptions options;
    options.on_sending = [](std::span<std::size_t const>) { throw std::runtime_error{"disk full"}; };
    BOOST_CHECK_THROW(invite(rig, 30, options), std::runtime_error);
    BOOST_TEST(backend.requests().empty());
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_SUITE_END()
