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
    plan.on_answer(bulk, std::unexpected{limited(60s)}, start);
    auto const single = plan.take();
    BOOST_TEST(!single.bulk);
    BOOST_TEST(single.items == Items{0}, boost::test_tools::per_element());
    plan.on_answer(single, std::unexpected{limited(30s)}, start);
    BOOST_TEST(!plan.next(start).has_value());
    BOOST_TEST(plan.pending());
    BOOST_CHECK(plan.held_until() == start + 30s);
    auto const after = plan.take(start + 30s);
    BOOST_TEST(!after.bulk);
    BOOST_TEST(after.items == Items{0}, boost::test_tools::per_element());
    plan.on_answer(after, std::unexpected{limited(600s)}, start + 30s);
    auto const later = plan.take(start + 60s);
    BOOST_TEST(later.bulk);
    BOOST_TEST(later.items == Items{0}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_limit_without_a_time_holds_for_a_second_and_an_endless_one_does_not_overflow)
{
    Plan plan{people(1), {.use_bulk = false}};
    plan.on_answer(plan.take(), std::unexpected{limited({})}, start);
    BOOST_CHECK(plan.held_until() == start + 1s);
    plan.on_answer(plan.take(start + 1s), std::unexpected{limited(std::chrono::seconds::max())}, start + 1s);
    BOOST_CHECK(plan.held_until() > start + 24h * 365);
}

BOOST_AUTO_TEST_CASE(fail_fast_leaves_the_rest_unsent_at_a_limit)
{
    Plan plan{people(12), {.rate_limit = RateLimitMode::fail_fast}};
    plan.on_answer(plan.take(), std::unexpected{limited(60s)}, start);
    BOOST_TEST(!plan.pending());
    auto const results = plan.take_results();
    for (auto const& result : results)
    {
        BOOST_TEST((result.error().kind == ErrorKind::rate_limited));
        BOOST_TEST((result.error().delivery == Delivery::not_sent));
        BOOST_CHECK(result.error().retry_after == 60s);
    }
}

BOOST_AUTO_TEST_CASE(what_concerns_everybody_stops_all)
{
    for (int const status : {401, 402, 403, 404, 405, 415})
    {
        Plan plan{people(25)};
        auto const first = plan.take();
        auto const second = plan.take();
        plan.on_answer(first, std::unexpected{rejected(status, "x")}, start);
        BOOST_TEST(!plan.pending());
        plan.on_answer(second, invited(second.items), start);
        auto const results = plan.take_results();
        BOOST_TEST((results[0].error().delivery == Delivery::rejected));
        BOOST_TEST(results[10].has_value());
        BOOST_TEST((results[24].error().delivery == Delivery::not_sent));
        BOOST_TEST(results[24].error().attempts == 0);
        BOOST_TEST(results[24].error().has_code("x"));
    }
}

BOOST_AUTO_TEST_CASE(a_row_of_failures_stops_all_and_a_success_between_begins_a_new_one)
{
    auto const dead = failure(ErrorKind::transport, Delivery::not_sent, 0);
    Plan plan{people(60), {.max_failures = 2}};
    plan.on_answer(plan.take(), std::unexpected{dead}, start);
    auto const good = plan.take();
    plan.on_answer(good, invited(good.items), start);
    plan.on_answer(plan.take(), std::unexpected{dead}, start);
    BOOST_TEST(plan.pending());
    plan.on_answer(plan.take(), std::unexpected{dead}, start);
    BOOST_TEST(!plan.pending());
    BOOST_TEST(plan.progress().invited == 10U);
    BOOST_TEST(plan.progress().failed == 50U);
}

BOOST_AUTO_TEST_CASE(who_was_surely_not_invited_and_waits_again_is_told_once)
{
    Plan plan{people(20)};
    auto const first = plan.take();
    plan.on_answer(first, std::unexpected{limited(60s)}, start);
    BOOST_TEST(plan.take_put_back() == first.items, boost::test_tools::per_element());
    BOOST_TEST(plan.take_put_back().empty());

    auto const again = plan.take(start + 60s);
    plan.on_answer(again, std::unexpected{duplicates({"P3@example.com"})}, start + 60s);
    Items const rest{0, 1, 2, 4, 5, 6, 7, 8, 9};
    BOOST_TEST(plan.take_put_back() == rest, boost::test_tools::per_element());

    plan.on_answer(plan.take(start + 60s), std::unexpected{rejected(422, "form_identifier_exists")}, start + 60s);
    BOOST_TEST(plan.take_put_back().size() == rest.size());

    plan.on_answer(plan.take(start + 60s), std::unexpected{failure(ErrorKind::api, Delivery::unknown, 500)}, start + 60s);
    BOOST_TEST(plan.take_put_back().empty());
}

BOOST_AUTO_TEST_CASE(what_comes_back_after_a_stop_is_not_sent_again)
{
    for (auto const& error : {limited(1s), rejected(422, "x"), duplicates({"p0@example.com"})})
    {
        Plan plan{people(5)};
        auto const request = plan.take();
        plan.stop(failure(ErrorKind::cancelled, Delivery::not_sent, 0));
        plan.on_answer(request, std::unexpected{error}, start);
        BOOST_TEST(!plan.pending());
        BOOST_TEST((plan.take_results()[4].error().kind == ErrorKind::cancelled));
    }
}

BOOST_AUTO_TEST_CASE(who_was_refused_before_is_in_no_request)
{
    InvitePlan plan{people(3), {}};
    plan.refuse(1, failure(ErrorKind::invalid_argument, Delivery::not_sent, 0));
    plan.begin();
    auto const request = plan.next(start);
    BOOST_TEST(request->items == (Items{0, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
