#include "invite_plan_cases.hpp"

#include <algorithm>
#include <set>

using namespace clerk::test;
using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::RateLimitMode;

BOOST_AUTO_TEST_SUITE(policy_invite_plan)

BOOST_AUTO_TEST_CASE(an_empty_plan_is_complete)
{
    Plan plan{{}};
    BOOST_TEST(!plan.pending());
    BOOST_TEST(!plan.next(start).has_value());
    BOOST_TEST(plan.take_results().empty());
}

BOOST_AUTO_TEST_CASE(tens_are_bulks_and_one_is_single)
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

BOOST_AUTO_TEST_CASE(without_bulk_all_are_single)
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
    plan.on_response(second, invited(second.items), start);
    auto shuffled = invited(first.items);
    std::swap(shuffled[0], shuffled[9]);
    plan.on_response(first, std::move(shuffled), start);
    BOOST_TEST(plan.take_settled().size() == 12U);
    BOOST_TEST(plan.take_settled().empty());
    auto const results = plan.take_results();
    for (std::size_t i = 0; i < 12; ++i) BOOST_TEST(results[i]->email_address == "p" + std::to_string(i) + "@example.com");
}

BOOST_AUTO_TEST_CASE(items_missing_in_a_response_are_unknown)
{
    Plan plan{people(3)};
    auto const request = plan.take();
    plan.on_response(request, invited({0, 2}), start);
    auto const results = plan.take_results();
    BOOST_TEST(results[0].has_value());
    BOOST_TEST(results[2].has_value());
    BOOST_TEST((results[1].error().kind == ErrorKind::decode));
    BOOST_TEST((results[1].error().delivery == Delivery::unknown));
}

BOOST_AUTO_TEST_CASE(addresses_normalised_by_the_server_match_by_position)
{
    Plan plan{{"J\u00d6RG@example.com", "b@example.com", " c@example.com", "d@b\u00fccher.example"}};
    auto answer = invited({0, 1, 2, 3});
    answer[0].email_address = "j\u00f6rg@example.com";
    answer[1].email_address = "B@example.com";
    answer[2].email_address = "c@example.com";
    answer[3].email_address = "d@xn--bcher-kva.example";
    auto const expected = answer;
    plan.on_response(plan.take(), std::move(answer), start);
    auto const results = plan.take_results();
    for (std::size_t i = 0; i < 4; ++i)
    {
        BOOST_TEST_REQUIRE(results[i].has_value());
        BOOST_TEST(results[i]->email_address == expected[i].email_address);
    }
}

BOOST_AUTO_TEST_CASE(no_address_matches_at_the_position_of_another)
{
    Plan plan{people(3)};
    auto answer = invited({0, 2, 2});
    answer[2].email_address = "x@example.com";
    plan.on_response(plan.take(), std::move(answer), start);
    auto const results = plan.take_results();
    BOOST_TEST(results[0].has_value());
    BOOST_TEST((results[1].error().kind == ErrorKind::decode)); // row 2 matches the invitation at its position
    BOOST_TEST(results[2]->email_address == "p2@example.com");
}

BOOST_AUTO_TEST_CASE(duplicates_fail_alone)
{
    Plan plan{people(5)};
    plan.on_response(plan.take(), std::unexpected{duplicates({"p1@example.com", "P3@Example.com"})}, start);
    BOOST_TEST(plan.take_settled() == (Items{1, 3}), boost::test_tools::per_element());
    auto const rest = plan.take();
    BOOST_TEST(rest.items == (Items{0, 2, 4}), boost::test_tools::per_element());
    plan.on_response(rest, invited(rest.items), start);
    auto const results = plan.take_results();
    BOOST_TEST(results[1].error().has_code("duplicate_record"));
    BOOST_TEST(results[4].has_value());
}

BOOST_AUTO_TEST_CASE(an_unnamed_rejection_is_found_by_bisection)
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
            plan.on_response(request, std::unexpected{rejected(422, "form_identifier_exists")}, start);
        else
            plan.on_response(request, invited(request.items), start);
    }
    auto const results = plan.take_results();
    for (std::size_t i = 0; i < 10; ++i) BOOST_TEST(results[i].has_value() != bad.contains(i));
    BOOST_TEST(requests <= 17);
}

BOOST_AUTO_TEST_CASE(possibly_invited_items_are_in_no_other_request)
{
    for (auto const& error :
         {failure(ErrorKind::api, Delivery::unknown, 500), failure(ErrorKind::timeout, Delivery::unknown, 0),
          failure(ErrorKind::transport, Delivery::unknown, 0), failure(ErrorKind::decode, Delivery::unknown, 200),
          failure(ErrorKind::transport, Delivery::not_sent, 0)})
    {
        Plan plan{people(12)};
        auto const request = plan.take();
        plan.on_response(request, std::unexpected{error}, start);
        BOOST_TEST(plan.take_settled() == request.items, boost::test_tools::per_element());
        BOOST_TEST(plan.take().items == (Items{10, 11}), boost::test_tools::per_element());
        BOOST_TEST(!plan.pending());
        BOOST_TEST((plan.result(0).error().delivery == error.delivery));
    }
}

BOOST_AUTO_TEST_SUITE_END()
