#include "invite_plan_cases.hpp"

using namespace clerk::test;
using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::RateLimitMode;

BOOST_AUTO_TEST_SUITE(policy_invite_plan_ends)

BOOST_AUTO_TEST_CASE(a_bulk_limit_leaves_singles_and_a_single_limit_bulks)
{
    Plan plan{people(15)};
    auto const bulk = plan.take();
    plan.on_response(bulk, std::unexpected{limited(60s)}, start);
    auto const single = plan.take();
    BOOST_TEST(!single.bulk);
    BOOST_TEST(single.items == Items{0}, boost::test_tools::per_element());
    plan.on_response(single, std::unexpected{limited(30s)}, start);
    BOOST_TEST(!plan.next(start).has_value());
    BOOST_TEST(plan.pending());
    BOOST_CHECK(plan.held_until() == start + 30s);
    auto const after = plan.take(start + 30s);
    BOOST_TEST(!after.bulk);
    BOOST_TEST(after.items == Items{0}, boost::test_tools::per_element());
    plan.on_response(after, std::unexpected{limited(600s)}, start + 30s);
    auto const later = plan.take(start + 60s);
    BOOST_TEST(later.bulk);
    BOOST_TEST(later.items == Items{0}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(delays_grow_after_limits_without_retry_after)
{
    for (auto const retry_after : {std::optional<std::chrono::seconds>{}, std::optional{0s}})
    {
        Plan plan{people(2), {.use_bulk = false, .random = [] { return 0.99999999; }}};
        auto now = start;
        for (auto const expected : {1s, 4s, 16s, 64s, 256s, 300s, 300s})
        {
            plan.on_response(plan.take(now), std::unexpected{limited(retry_after)}, now);
            auto const pause = plan.held_until() - now;
            BOOST_TEST((pause > expected - 1ms && pause <= expected));
            now = plan.held_until();
        }
        plan.on_response(plan.take(now), invited({0}), now);
        plan.on_response(plan.take(now), std::unexpected{limited(retry_after)}, now);
        BOOST_CHECK(plan.held_until() <= now + 1s);
    }
}

BOOST_AUTO_TEST_CASE(delays_after_limits_are_at_least_a_second)
{
    Plan plan{people(1), {.use_bulk = false, .base_delay = 0ms}};
    plan.on_response(plan.take(), std::unexpected{limited({})}, start);
    BOOST_CHECK(plan.held_until() == start + 1s);
}

BOOST_AUTO_TEST_CASE(an_endless_limit_does_not_overflow)
{
    Plan plan{people(1), {.use_bulk = false}};
    plan.on_response(plan.take(), std::unexpected{limited(std::chrono::seconds::max())}, start);
    BOOST_CHECK(plan.held_until() > start + 24h * 365);
}

BOOST_AUTO_TEST_CASE(fail_fast_leaves_the_rest_unsent_at_a_limit)
{
    Plan plan{people(12), {.rate_limit = RateLimitMode::fail_fast}};
    plan.on_response(plan.take(), std::unexpected{limited(60s)}, start);
    BOOST_TEST(!plan.pending());
    auto const results = plan.take_results();
    for (auto const& result : results)
    {
        BOOST_TEST((result.error().kind == ErrorKind::rate_limited));
        BOOST_TEST((result.error().delivery == Delivery::not_sent));
        BOOST_CHECK(result.error().retry_after == 60s);
    }
}

BOOST_AUTO_TEST_CASE(refusals_of_key_or_instance_stop_the_run)
{
    for (auto const& refusal :
         {rejected(401, "form_x"), rejected(402, "unsupported_subscription_plan_features"),
          rejected(403, "authorization_invalid"), rejected(403, "quota_exceeded"), rejected(404, {}), rejected(405, {}),
          rejected(415, "unsupported_content_type"), rejected(400, "invitations_not_supported"),
          rejected(400, "api_version_invalid"), rejected(422, {}), rejected(400, "request_invalid_for_environment"),
          rejected(400, "request_body_invalid")})
    {
        Plan plan{people(25)};
        auto const first = plan.take();
        auto const second = plan.take();
        plan.on_response(first, std::unexpected{refusal}, start);
        BOOST_TEST(!plan.pending());
        plan.on_response(second, invited(second.items), start);
        auto const results = plan.take_results();
        BOOST_TEST((results[0].error().delivery == Delivery::rejected));
        BOOST_TEST(results[10].has_value());
        BOOST_TEST((results[24].error().delivery == Delivery::not_sent));
        BOOST_TEST(results[24].error().attempts == 0);
        BOOST_TEST(results[24].error().status == refusal.status);
    }
}

BOOST_AUTO_TEST_CASE(a_blocked_address_fails_alone)
{
    Plan plan{people(12)};
    auto error = rejected(403, "not_allowed_access");
    error.errors[0].meta["identifiers"] = boost::json::array{"p4@example.com"};
    plan.on_response(plan.take(), std::unexpected{error}, start);
    BOOST_TEST(plan.take_settled() == Items{4}, boost::test_tools::per_element());
    BOOST_TEST(plan.take().items == (Items{0, 1, 2, 3, 5, 6, 7, 8, 9}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_refusal_of_one_alone_does_not_stop_the_run)
{
    auto named = rejected(400, "a_code_of_next_year");
    named.errors[0].meta["param_name"] = "redirect_url";
    for (auto const& refusal : {rejected(403, "not_allowed_access"), rejected(413, "request_body_too_large"),
                                rejected(422, "form_param_unknown"), rejected(422, "form_identifier_exists"), named})
    {
        Plan plan{people(3), {.use_bulk = false}};
        plan.on_response(plan.take(), std::unexpected{refusal}, start);
        BOOST_TEST(plan.take_settled() == Items{0}, boost::test_tools::per_element());
        BOOST_TEST(plan.take().items == Items{1}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_conflict_is_retried_up_to_max_failures)
{
    Plan plan{people(2), {.use_bulk = false, .max_failures = 2}};
    plan.on_response(plan.take(), std::unexpected{rejected(409, "resource_locked")}, start);
    auto const again = plan.take();
    BOOST_TEST(again.items == Items{0}, boost::test_tools::per_element());
    plan.on_response(again, std::unexpected{rejected(409, "resource_locked")}, start);
    BOOST_TEST(!plan.pending());
    for (auto const& result : plan.take_results()) BOOST_TEST((result.error().delivery == Delivery::not_sent));
}

BOOST_AUTO_TEST_CASE(max_failures_counts_consecutive_failures)
{
    auto const dead = failure(ErrorKind::transport, Delivery::not_sent, 0);
    Plan plan{people(60), {.max_failures = 2}};
    plan.on_response(plan.take(), std::unexpected{dead}, start);
    auto const good = plan.take();
    plan.on_response(good, invited(good.items), start);
    plan.on_response(plan.take(), std::unexpected{dead}, start);
    BOOST_TEST(plan.pending());
    plan.on_response(plan.take(), std::unexpected{dead}, start);
    BOOST_TEST(!plan.pending());
    BOOST_TEST(plan.progress().invited == 10U);
    BOOST_TEST(plan.progress().failed == 50U);
}

BOOST_AUTO_TEST_CASE(returned_items_are_reported_once)
{
    Plan plan{people(20)};
    auto const first = plan.take();
    plan.on_response(first, std::unexpected{limited(60s)}, start);
    BOOST_TEST(plan.take_put_back() == first.items, boost::test_tools::per_element());
    BOOST_TEST(plan.take_put_back().empty());

    auto const again = plan.take(start + 60s);
    plan.on_response(again, std::unexpected{duplicates({"P3@example.com"})}, start + 60s);
    Items const rest{0, 1, 2, 4, 5, 6, 7, 8, 9};
    BOOST_TEST(plan.take_put_back() == rest, boost::test_tools::per_element());

    plan.on_response(plan.take(start + 60s), std::unexpected{rejected(422, "form_identifier_exists")}, start + 60s);
    BOOST_TEST(plan.take_put_back().size() == rest.size());

    plan.on_response(plan.take(start + 60s), std::unexpected{failure(ErrorKind::api, Delivery::unknown, 500)}, start + 60s);
    BOOST_TEST(plan.take_put_back().empty());
}

BOOST_AUTO_TEST_CASE(returned_items_are_not_resent_after_a_stop)
{
    for (auto const& error : {limited(1s), rejected(422, "form_x"), duplicates({"p0@example.com"})})
    {
        Plan plan{people(5)};
        auto const request = plan.take();
        plan.stop(failure(ErrorKind::cancelled, Delivery::not_sent, 0));
        plan.on_response(request, std::unexpected{error}, start);
        BOOST_TEST(!plan.pending());
        BOOST_TEST((plan.take_results()[4].error().kind == ErrorKind::cancelled));
    }
}

BOOST_AUTO_TEST_CASE(items_refused_before_the_start_are_not_sent)
{
    InvitePlan plan{people(3), {}};
    plan.refuse(1, failure(ErrorKind::invalid_argument, Delivery::not_sent, 0));
    plan.begin();
    auto const request = plan.next(start);
    BOOST_TEST(request->items == (Items{0, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
