#include "support/answers.hpp"
#include "support/rig.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <set>
#include <stdexcept>

using namespace clerk::test;
using clerk::ErrorKind;
using clerk::InvitationPage;
using clerk::InvitationPager;
using clerk::ListInvitationsParams;
using clerk::testing::FakeBackend;

BOOST_AUTO_TEST_SUITE(pages)

namespace {

using Paged = clerk::Result<std::optional<InvitationPage>>;

void fill(FakeBackend& backend, int count)
{
    for (int i = 0; i < count; ++i)
    {
        backend.add_invitation("p" + std::to_string(i) + "@example.com");
        backend.advance(std::chrono::seconds{1});
    }
}

ListInvitationsParams by(int limit)
{
    ListInvitationsParams params;
    params.limit = limit;
    return params;
}

/// A page of so many invitations, the first with this number; `total` below 0 = a bare array.
std::string page_of(int first, int count, int total)
{
    std::string data = "[";
    for (int i = 0; i < count; ++i) data += (i > 0 ? "," : "") + invitation_json("inv_" + std::to_string(first + i));
    data += "]";
    return answer(200, "", total < 0 ? data : R"({"data":)" + data + R"(,"total_count":)" + std::to_string(total) + "}");
}

/// Checks how many invitations a pager returns for these pages, and after how many requests it stops.
void check_stops(std::vector<std::string> const& answers, std::size_t invitations, std::size_t requests)
{
    Script script;
    for (auto const& text : answers) script = script + Script{step::expect_request(), step::send(text)};
    ScriptedPeer peer{{script}};
    Rig rig{peer.client_options()};
    auto const all = run(rig.context, rig.invitations.all(by(2)));
    BOOST_TEST_REQUIRE(all.has_value(), (all ? std::string{} : all.error().message()));
    BOOST_TEST(all->size() == invitations);
    std::set<std::string> ids;
    for (auto const& invitation : *all) ids.insert(invitation.id);
    BOOST_TEST(ids.size() == all->size());
    BOOST_TEST(peer.requests().size() == requests);
    check_quiet(rig.client);
}

} // namespace

BOOST_AUTO_TEST_CASE(each_invitation_is_returned_once)
{
    FakeBackend backend;
    fill(backend, 5);
    Rig rig{backend.client_options()};
    auto pager = rig.invitations.pages(by(2));
    for (std::size_t const expected : {2U, 2U, 1U})
    {
        auto const page = run(rig.context, pager.next());
        BOOST_TEST_REQUIRE(page.has_value());
        BOOST_TEST_REQUIRE(page->has_value());
        BOOST_TEST((*page)->data.size() == expected);
        BOOST_TEST((*page)->total_count == 5);
    }
    for (int i = 0; i < 2; ++i) BOOST_TEST(!run(rig.context, pager.next())->has_value());
    BOOST_TEST(backend.requests().size() == 3U);
    BOOST_TEST(backend.requests()[1].target == "/v1/invitations?paginated=true&limit=2&offset=2");
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(total_count_saves_the_last_request)
{
    FakeBackend backend;
    fill(backend, 4);
    Rig rig{backend.client_options()};
    auto const all = run(rig.context, rig.invitations.all(by(2)));
    BOOST_TEST(all->size() == 4U);
    BOOST_TEST(backend.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_empty_list_ends_the_pager)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    BOOST_TEST(!run(rig.context, rig.invitations.pages().next())->has_value());
    BOOST_TEST(backend.requests()[0].target == "/v1/invitations?paginated=true&limit=100&offset=0");
}

BOOST_AUTO_TEST_CASE(invitations_that_move_to_a_later_page_are_returned_once)
{
    FakeBackend backend;
    fill(backend, 4);
    Rig rig{backend.client_options()};
    auto pager = rig.invitations.pages(by(2));
    std::set<std::string> ids;
    std::size_t received = 0;
    for (auto page = run(rig.context, pager.next()); page->has_value(); page = run(rig.context, pager.next()))
    {
        received += (*page)->data.size();
        for (auto const& invitation : (*page)->data) ids.insert(invitation.id);
        if (ids.size() == 2) backend.add_invitation("new@example.com"); // newest first: all others move
    }
    BOOST_TEST(received == 4U);
    BOOST_TEST(ids.size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_page_without_new_invitations_is_skipped)
{
    check_stops({page_of(0, 2, 6), page_of(0, 2, 6), page_of(2, 2, 6)}, 4, 3);
}

BOOST_AUTO_TEST_CASE(the_largest_page_fits_the_default_limits)
{
    std::string metadata;
    for (int i = 0; i < 8180; ++i) metadata += "\\u003c"; // as Go writes a `<`
    auto one = invitation_json("inv_");
    std::string const empty = R"("public_metadata":{})";
    one.replace(one.find(empty), empty.size(), R"("public_metadata":{"a":")" + metadata + R"("})");
    std::string data;
    for (int i = 0; i < 500; ++i)
    {
        auto next = one;
        next.insert(next.find("inv_") + 4, std::to_string(i));
        data += (i > 0 ? "," : "") + next;
    }
    auto const body = R"({"data":[)" + data + R"(],"total_count":500})";
    BOOST_TEST(body.size() > 24'000'000U);
    ScriptedPeer peer{{{step::expect_request(), step::send(answer(200, "", body))}}};
    Rig rig{peer.client_options()};
    auto const page = run(rig.context, rig.invitations.list(by(500)));
    BOOST_TEST_REQUIRE(page.has_value(), (page ? std::string{} : page.error().message()));
    BOOST_TEST(page->data.size() == 500U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(a_short_page_is_not_the_end)
{
    check_stops({page_of(0, 1, 4), page_of(1, 1, 4), page_of(2, 2, 4)}, 4, 3);
    check_stops({page_of(0, 1, -1), page_of(1, 1, -1), page_of(2, 0, -1)}, 2, 3);
}

BOOST_AUTO_TEST_CASE(an_incomplete_list_is_an_error)
{
    std::vector<std::string> const repeated(9, page_of(0, 2, 1'000'000));
    for (auto const& answers : {std::vector{page_of(0, 2, 100), page_of(2, 0, 100)}, std::vector{page_of(0, 0, 1)}, repeated})
    {
        Script script;
        for (auto const& text : answers) script = script + Script{step::expect_request(), step::send(text)};
        ScriptedPeer peer{{script}};
        Rig rig{peer.client_options()};
        auto const all = run(rig.context, rig.invitations.all(by(2)));
        BOOST_TEST_REQUIRE(!all.has_value());
        BOOST_TEST((all.error().kind == ErrorKind::decode));
        BOOST_TEST(all.error().detail.ends_with("although total_count says that more follow"));
        BOOST_TEST(peer.requests().size() == answers.size());
        check_quiet(rig.client);
    }
}

BOOST_AUTO_TEST_CASE(a_pager_ends_at_the_last_or_a_repeated_page)
{
    check_stops({page_of(0, 2, 2)}, 2, 1);
    check_stops({page_of(0, 2, 1)}, 2, 1);
    check_stops({page_of(0, 2, -1), page_of(2, 2, -1), page_of(4, 1, -1), page_of(5, 0, -1)}, 5, 4);
    check_stops(std::vector<std::string>(9, page_of(0, 2, -1)), 2, 9);
    check_stops({page_of(0, 5, 7), page_of(5, 2, 7)}, 7, 2); // more than requested
}

BOOST_AUTO_TEST_CASE(a_failed_page_is_requested_again)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(page_of(0, 2, 3)), step::expect_request(),
                        step::send(refused(400, "x")), step::expect_request(), step::send(page_of(2, 1, 3))}}};
    Rig rig{peer.client_options()};
    auto pager = rig.invitations.pages(by(2));
    BOOST_TEST(run(rig.context, pager.next())->has_value());
    BOOST_TEST(run(rig.context, pager.next()).error().status == 400);
    BOOST_TEST((*run(rig.context, pager.next()))->data.size() == 1U);
    BOOST_TEST(!run(rig.context, pager.next())->has_value());
}

BOOST_AUTO_TEST_CASE(for_each_visits_every_invitation)
{
    FakeBackend backend;
    fill(backend, 5);
    Rig rig{backend.client_options()};
    std::set<std::string> ids;
    // The pager may be destroyed before the operation runs.
    auto const result =
        run(rig.context,
            rig.invitations.pages(by(2)).for_each([&ids](clerk::Invitation&& invitation) { ids.insert(invitation.id); }));
    BOOST_TEST(result.has_value());
    BOOST_TEST(ids.size() == 5U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(for_each_stops_when_the_function_returns_false)
{
    FakeBackend backend;
    fill(backend, 5);
    Rig rig{backend.client_options()};
    int visited = 0;
    auto const result =
        run(rig.context, rig.invitations.pages(by(2)).for_each([&visited](clerk::Invitation&&) { return ++visited < 3; }));
    BOOST_TEST(result.has_value());
    BOOST_TEST(visited == 3);
    BOOST_TEST(backend.requests().size() == 2U);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(for_each_returns_the_error_of_a_page)
{
    ScriptedPeer peer{{{step::expect_request(), step::send(page_of(1, 2, 4)), step::expect_request(),
                        step::send(answer(401, "", R"({"errors":[{"code":"clerk_key_invalid"}]})"))}}};
    Rig rig{peer.client_options()};
    int visited = 0;
    auto const result = run(rig.context, rig.invitations.pages(by(2)).for_each([&visited](clerk::Invitation&&) { ++visited; }));
    BOOST_TEST_REQUIRE(!result.has_value());
    BOOST_TEST(result.error().has_code("clerk_key_invalid"));
    BOOST_TEST(visited == 2);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(for_each_propagates_exceptions_of_the_function)
{
    FakeBackend backend;
    fill(backend, 1);
    Rig rig{backend.client_options()};
    auto const fail = [](clerk::Invitation&&) { throw std::domain_error{"f"}; };
    BOOST_CHECK_THROW(static_cast<void>(run(rig.context, rig.invitations.pages().for_each(fail))), std::domain_error);
    check_quiet(rig.client);
}

BOOST_AUTO_TEST_CASE(all_stops_at_its_maximum)
{
    FakeBackend backend;
    fill(backend, 7);
    Rig rig{backend.client_options()};
    BOOST_TEST(run(rig.context, rig.invitations.all(by(2), 3))->size() == 3U);
    BOOST_TEST(backend.requests().size() == 2U);
    BOOST_TEST(run(rig.context, rig.invitations.all(by(2), 0))->empty());
    BOOST_TEST(backend.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(invalid_list_parameters_are_refused_by_the_pager)
{
    FakeBackend backend;
    Rig rig{backend.client_options()};
    auto const result = run(rig.context, rig.invitations.pages(by(0)).next());
    BOOST_TEST((result.error().kind == ErrorKind::invalid_argument));
    BOOST_TEST((run(rig.context, rig.invitations.all(by(501))).error().kind == ErrorKind::invalid_argument));
    BOOST_TEST(backend.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(outlives_its_client_and_handle)
{
    FakeBackend backend;
    fill(backend, 3);
    boost::asio::io_context context;
    std::optional<InvitationPager> pager;
    {
        clerk::Client const client{context.get_executor(), backend.client_options()};
        pager = client.invitations().pages(by(2));
    }
    BOOST_TEST((*run(context, pager->next()))->data.size() == 2U);
    BOOST_TEST((*run(context, pager->next()))->data.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
