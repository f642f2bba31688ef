#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::ErrorKind;
using clerk::InviteManyOptions;
using clerk::testing::FakeBackend;

BOOST_AUTO_TEST_SUITE(invite_many_options)

BOOST_AUTO_TEST_CASE(invalid_options_refuse_all_items)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    std::vector<clerk::CreateInvitationParams> const people{"a@example.com", "b@example.com", "c@example.com"};
    auto const check = [&](InviteManyOptions const& options, std::string_view name) {
        auto const results = run(rig.context, rig.invitations.invite_many(people, options));
        BOOST_TEST_REQUIRE(results.size() == 3U);
        for (auto const& result : results)
        {
            BOOST_TEST((result.error().kind == ErrorKind::invalid_argument));
            BOOST_TEST(result.error().detail.starts_with(name), result.error().detail);
        }
    };
    for (auto const timeout : {-1ms, std::chrono::milliseconds{24h * 31}, std::chrono::milliseconds::max()})
    {
        InviteManyOptions options;
        options.timeout = timeout;
        check(options, "options.timeout: ");
    }
    for (int const concurrency : {0, 65})
    {
        InviteManyOptions options;
        options.concurrency = concurrency;
        check(options, "options.concurrency: ");
    }
    for (int const max_failures : {0, 1001})
    {
        InviteManyOptions options;
        options.max_failures = max_failures;
        check(options, "options.max_failures: ");
    }
    InviteManyOptions options;
    options.request.max_attempts = 101;
    check(options, "options.max_attempts: ");
    BOOST_TEST(backend.requests().empty());
}

BOOST_AUTO_TEST_SUITE_END()
