#include "policy/invite_plan.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using clerk::ApiError;
using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Invitation;
using clerk::RateLimitMode;
using clerk::Result;
using clerk::detail::InvitePlan;
using Items = InvitePlan::Items;

BOOST_AUTO_TEST_SUITE(policy_invite_plan)

namespace {

constexpr InvitePlan::TimePoint start{1000h};

std::vector<std::string> people(std::size_t count)
{
    std::vector<std::string> addresses;
    for (std::size_t i = 0; i < count; ++i) addresses.push_back("P" + std::to_string(i) + "@example.com");
    return addresses;
}

std::vector<Invitation> invited(Items const& items)
{
    std::vector<Invitation> all;
    for (auto const item : items) all.emplace_back().email_address = "p" + std::to_string(item) + "@example.com";
    return all;
}

ClerkError failure(ErrorKind kind, Delivery delivery, int status, std::string const& code = {})
{
    ClerkError error;
    error.kind = kind;
    error.delivery = delivery;
    error.status = status;
    error.attempts = 1;
    if (!code.empty()) error.errors.push_back({.code = code, .message = {}, .long_message = {}, .meta = {}});
    return error;
}

ClerkError rejected(int status, std::string const& code)
{
    return failure(ErrorKind::api, Delivery::rejected, status, code);
}

ClerkError limited(std::optional<std::chrono::seconds> retry_after)
{
    auto error = failure(ErrorKind::rate_limited, Delivery::rejected, 429);
    error.retry_after = retry_after;
    return error;
}

ClerkError duplicates(std::vector<std::string> const& addresses)
{
    auto error = rejected(400, "duplicate_record");
    boost::json::array array;
    for (auto const& address : addresses) array.emplace_back(address);
    error.errors[0].meta["email_addresses"] = std::move(array);
    return error;
}

struct Plan : InvitePlan
{
    explicit Plan(std::vector<std::string> addresses, Settings settings = {}) : InvitePlan{std::move(addresses), settings}
    {
        begin();
    }

    Request take(InvitePlan::TimePoint now = start)
    {
        auto request = next(now);
        BOOST_REQUIRE(request.has_value());
        return *request;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(nobody_is_nothing_to_do)
{
    Plan plan{{}};
    BOOST_TEST(!plan.pending());
    BOOST_TEST(!plan.next(start).has_value());
    BOOST_TEST(plan.take_results().empty());
}

BOOST_AUTO_TEST_CASE(tens_go_by_bulk_and_one_alone)
{
    Plan plan{people(21)};
    for (std::size_t const expected : {10U, 10U})
    {
        auto const request = plan.take();
        BOOST_TEST(request.bulk);
        BOOST_TEST(request.items.size() == expected);
    }
    auto const last = plan.take();
    BOOST_TEST(!last.bulk);
    BOOST_TEST(last.items == Items{20}, boost::test_tools::per_element());
    BOOST_TEST(!plan.next(start).has_value());
    BOOST_TEST(!plan.pending());
}

BOOST_AUTO_TEST_CASE(without_bulk_each_goes_alone)
{
    Plan plan{people(3), {.use_bulk = false}};
    for (std::size_t i = 0; i < 3; ++i)
    {
        auto const request = plan.take();
        BOOST_TEST(!request.bulk);
        BOOST_TEST(request.items == Items{i}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(the_same_address_is_not_twice_in_a_bulk)
{
    auto addresses = people(4);
    addresses[2] = "p0@EXAMPLE.com";
    Plan plan{addresses};
    BOOST_TEST(plan.take().items == (Items{0, 1}), boost::test_tools::per_element());
    BOOST_TEST(plan.take().items == (Items{2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(results_are_in_the_order_of_the_input)
{
    Plan plan{people(12)};
    auto const first = plan.take();
    auto const second = plan.take();
    plan.on_answer(second, invited(second.items), start);
    auto shuffled = invited(first.items);
    std::swap(shuffled[0], shuffled[9]);
    plan.on_answer(first, std::move(shuffled), start);
    BOOST_TEST(plan.take_settled().size() == 12U);
    BOOST_TEST(plan.take_settled().empty());
    auto const results = plan.take_results();
    for (std::size_t i = 0; i < 12; ++i) BOOST_TEST(results[i]->email_address == "p" + std::to_string(i) + "@example.com");
}

BOOST_AUTO_TEST_CASE(who_is_missing_in_the_answer_may_have_been_invited)
{
    Plan plan{people(3)};
    auto const request = plan.take();
    plan.on_answer(request, invited({0, 2}), start);
    auto const results = plan.take_results();
    BOOST_TEST(results[0].has_value());
    BOOST_TEST(results[2].has_value());
    BOOST_TEST((results[1].error().kind == ErrorKind::decode));
    BOOST_TEST((results[1].error().delivery == Delivery::unknown));
}

BOOST_AUTO_TEST_CASE(duplicates_fail_alone_and_the_rest_goes_on)
{
    Plan plan{people(5)};
    plan.on_answer(plan.take(), std::unexpected{duplicates({"p1@example.com", "P3@Example.com"})}, start);
    BOOST_TEST(plan.take_settled() == (Items{1, 3}), boost::test_tools::per_element());
    auto const rest = plan.take();
    BOOST_TEST(rest.items == (Items{0, 2, 4}), boost::test_tools::per_element());
    plan.on_answer(rest, invited(rest.items), start);
    auto const results = plan.take_results();
    BOOST_TEST(results[1].error().has_code("duplicate_record"));
    BOOST_TEST(results[4].has_value());
}

BOOST_AUTO_TEST_CASE(a_refusal_that_names_nobody_is_found_by_halves)
{
    Plan plan{people(10)};
    std::set<std::size_t> const bad{3, 8};
    int requests = 0;
    while (plan.pending())
    {
        auto const request = plan.take();
        ++requests;
        bool const refused = std::ranges::any_of(request.items, [&](std::size_t item) { return bad.contains(item); });
        if (refused)
            plan.on_answer(request, std::unexpected{rejected(422, "form_identifier_exists")}, start);
        else
            plan.on_answer(request, invited(request.items), start);
    }
    auto const results = plan.take_results();
    for (std::size_t i = 0; i < 10; ++i) BOOST_TEST(results[i].has_value() != bad.contains(i));
    BOOST_TEST(requests <= 17);
}

BOOST_AUTO_TEST_CASE(what_may_have_been_invited_is_in_no_other_request)
{
    for (auto const& error :
         {failure(ErrorKind::api, Delivery::unknown, 500), failure(ErrorKind::timeout, Delivery::unknown, 0),
          failure(ErrorKind::transport, Delivery::unknown, 0), failure(ErrorKind::decode, Delivery::unknown, 200),
          failure(ErrorKind::transport, Delivery::not_sent, 0)})
    {
        Plan plan{people(12)};
        auto const request = plan.take();
        plan.on_answer(request, std::unexpected{error}, start);
        BOOST_TEST(plan.take_settled() == request.items, boost::test_tools::per_element());
        BOOST_TEST(plan.take().items == (Items{10, 11}), boost::test_tools::per_element());
        BOOST_TEST(!plan.pending());
        BOOST_TEST((plan.result(0).error().delivery == error.delivery));
    }
}

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
