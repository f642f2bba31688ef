#include "policy/recovery.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace clerk::detail;
using namespace std::chrono_literals;
using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Invitation;
using clerk::InvitationPage;
using clerk::InvitationStatus;
using clerk::Timestamp;
using Outcome = LookupOutcome::Outcome;

BOOST_AUTO_TEST_SUITE(policy_recovery)

namespace {

constexpr Timestamp moment{std::chrono::sys_days{std::chrono::year{2026} / 5 / 12}};
constexpr StartTime start{.earliest = moment, .by_server = true};

Invitation pending(std::chrono::milliseconds age, std::string id = "inv_1", std::string address = "a@example.com")
{
    Invitation invitation;
    invitation.id = std::move(id);
    invitation.email_address = std::move(address);
    invitation.status = clerk::InvitationStatus::pending;
    invitation.created_at = moment - age;
    return invitation;
}

Invitation other_metadata(Invitation invitation)
{
    invitation.public_metadata = {{"x", 1}};
    return invitation;
}

Invitation with_status(Invitation invitation, InvitationStatus status)
{
    invitation.status = std::move(status);
    return invitation;
}

InvitationPage page(std::vector<Invitation> data)
{
    InvitationPage all;
    all.total_count = static_cast<std::int64_t>(data.size());
    all.data = std::move(data);
    return all;
}

InvitationPage part_of_more(std::vector<Invitation> data)
{
    auto first = page(std::move(data));
    ++first.total_count;
    return first;
}

RecoveryTarget create()
{
    return {.email_address = "a@example.com"};
}

RecoveryTarget create_beside_others()
{
    return {.email_address = "a@example.com", .ignore_existing = true};
}

struct Case
{
    std::string name;
    InvitationPage page;
    Outcome outcome;
    Outcome beside_others; ///< with ignore_existing
};

std::vector<Case> cases()
{
    constexpr auto yes = Outcome::took_effect;
    constexpr auto no = Outcome::refused;
    constexpr auto nothing = Outcome::nothing;
    constexpr auto unclear = Outcome::unclear;
    return {
        {"none", page({}), nothing, nothing},
        {"created after", page({pending(-1s)}), yes, yes},
        {"created at the moment", page({pending(0s)}), yes, yes},
        {"within the skew of clocks", page({pending(1s)}), yes, yes},
        {"a moment too old", page({pending(1001ms)}), unclear, unclear},
        {"hardly too old", page({pending(6s)}), unclear, unclear},
        {"too old", page({pending(6001ms)}), no, nothing},
        {"before time began", page({pending(std::chrono::milliseconds{std::numeric_limits<std::int64_t>::max() / 2})}), no,
         nothing},
        {"in other letters", page({pending(0s, "inv_1", "A@Example.COM")}), yes, yes},
        {"too old in other letters", page({pending(1h, "inv_1", "A@EXAMPLE.com")}), no, nothing},
        {"another address", page({pending(0s, "inv_1", "aa@example.com"), pending(1h, "inv_2", "a@example.com.au")}), nothing,
         nothing},
        {"other metadata", page({other_metadata(pending(0s))}), unclear, unclear},
        {"too old with other metadata", page({other_metadata(pending(1h))}), no, nothing},
        {"accepted meanwhile", page({with_status(pending(0s), InvitationStatus::accepted)}), nothing, nothing},
        {"too old and no longer pending", page({with_status(pending(1h), InvitationStatus::expired)}), nothing, nothing},
        {"of a status nobody knows", page({with_status(pending(0s), InvitationStatus{"paused"})}), nothing, nothing},
        {"new and old", page({pending(0s), pending(1h, "inv_2")}), yes, yes},
        {"other and old", page({other_metadata(pending(0s)), pending(1h, "inv_2")}), no, unclear},
        {"an empty part of more", part_of_more({}), unclear, unclear},
        {"a part of more that ends too early", part_of_more({pending(0s, "inv_1", "aa@example.com")}), unclear, unclear},
        {"a part of more that goes back far enough", part_of_more({pending(1h, "inv_1", "aa@example.com")}), nothing, nothing},
        {"a part of more with it", part_of_more({pending(0s)}), yes, yes}};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_list_settles_a_lost_create)
{
    for (auto const& c : cases()) BOOST_TEST_CONTEXT(c.name)
        {
            BOOST_TEST((match_created(create(), c.page, start).outcome == c.outcome));
            BOOST_TEST((match_created(create_beside_others(), c.page, start).outcome == c.beside_others));
        }
}

BOOST_AUTO_TEST_CASE(an_address_that_may_be_converted_is_unclear)
{
    for (std::string const target :
         {"J\u00d6RG@example.com", "a@b\u00fccher.example", "a@xn--bcher-kva.example", " a@example.com"})
    {
        RecoveryTarget const create{.email_address = target};
        BOOST_TEST((match_created(create, page({}), start).outcome == Outcome::unclear));
    }
    RecoveryTarget const create{.email_address = "J\u00d6RG@example.com"};
    BOOST_TEST(
        (match_created(create, page({pending(0s, "inv_1", "j\u00f6rg@example.com")}), start).outcome == Outcome::took_effect));
    RecoveryTarget const converted{.email_address = "a@b\u00fccher.example"};
    BOOST_TEST(
        (match_created(converted, page({pending(0s, "inv_1", "a@xn--bcher-kva.example")}), start).outcome == Outcome::unclear));
}

BOOST_AUTO_TEST_CASE(the_newest_of_several_is_returned)
{
    auto const all =
        page({pending(-1s, "inv_1"), pending(-3s, "inv_2"), pending(-2s, "inv_3"), other_metadata(pending(-4s, "inv_4"))});
    auto const found = match_created(create_beside_others(), all, start);
    BOOST_TEST_REQUIRE(found.invitation != nullptr);
    BOOST_TEST(found.invitation->id == "inv_2");
}

BOOST_AUTO_TEST_CASE(metadata_compare_by_value)
{
    auto target = create();
    target.public_metadata = {{"share", 1.0}, {"team", {{"id", 7}}}};
    auto invitation = pending(0s);
    invitation.public_metadata = {{"team", {{"id", 7U}}}, {"share", 1}};
    BOOST_TEST((match_created(target, page({invitation}), start).outcome == Outcome::took_effect));
}

BOOST_AUTO_TEST_CASE(the_local_clock_excludes_nothing)
{
    StartTime const local{.earliest = moment, .by_server = false};
    BOOST_TEST((match_created(create(), page({pending(0s)}), local).outcome == Outcome::took_effect));
    BOOST_TEST((match_created(create(), page({pending(1h)}), local).outcome == Outcome::unclear));
    BOOST_TEST((match_created(create(), part_of_more({pending(1h)}), local).outcome == Outcome::unclear));
}

BOOST_AUTO_TEST_CASE(a_short_bare_array_is_complete)
{
    InvitationPage bare;
    bare.total_known = false;
    bare.data.assign(lookup_page_size - 1, pending(0s, "inv_1", "aa@example.com"));
    BOOST_TEST((match_created(create(), bare, start).outcome == Outcome::nothing));
    bare.data.push_back(bare.data.front());
    BOOST_TEST((match_created(create(), bare, start).outcome == Outcome::unclear));
}

BOOST_AUTO_TEST_CASE(a_list_settles_a_lost_revoke)
{
    RecoveryTarget const target{.invitation_id = "inv_1"};
    auto const revoked = with_status(pending(1h), InvitationStatus::revoked);
    BOOST_TEST((match_revoked(target, page({with_status(pending(0s, "inv_2"), InvitationStatus::revoked), revoked})).outcome ==
                Outcome::took_effect));
    BOOST_TEST((match_revoked(target, page({pending(0s)})).outcome == Outcome::nothing));
    BOOST_TEST((match_revoked(target, page({with_status(pending(0s, "inv_2"), InvitationStatus::revoked)})).outcome ==
                Outcome::nothing));
    BOOST_TEST((match_revoked(target, page({})).outcome == Outcome::nothing));
    BOOST_TEST((match_revoked(target, part_of_more({})).outcome == Outcome::unclear));
}

BOOST_AUTO_TEST_CASE(the_start_is_computed_by_the_servers_clock)
{
    std::chrono::system_clock::time_point const wrong{moment + 24h};
    std::chrono::sys_seconds const date = std::chrono::floor<std::chrono::seconds>(moment);
    auto const by_server = StartTime::from_response(date, wrong, 1500ms);
    BOOST_TEST((by_server.earliest == moment - 1500ms));
    BOOST_TEST(by_server.by_server);
    BOOST_TEST((StartTime::from_response(date, wrong, 1ns).earliest == moment - 1ms));
    auto const by_local = StartTime::from_response(std::nullopt, wrong, 1s);
    BOOST_TEST((by_local.earliest == moment + 24h - 1s));
    BOOST_TEST(!by_local.by_server);
}

BOOST_AUTO_TEST_CASE(only_unambiguous_errors_are_settled)
{
    struct Settled
    {
        std::string name;
        ErrorKind kind;
        int status;
        bool by_clerk;
        Outcome outcome;
        bool complete;
        Delivery delivery;
    };

    constexpr auto unknown = Delivery::unknown;
    constexpr auto rejected = Delivery::rejected;
    std::vector<Settled> const all{{"ruled out", ErrorKind::transport, 0, false, Outcome::refused, false, rejected},
                                   {"nothing", ErrorKind::transport, 0, false, Outcome::nothing, true, unknown},
                                   {"unclear", ErrorKind::transport, 0, false, Outcome::unclear, true, unknown},
                                   {"failed, nothing", ErrorKind::api, 500, true, Outcome::nothing, true, rejected},
                                   {"failed, nothing so far", ErrorKind::api, 500, true, Outcome::nothing, false, unknown},
                                   {"failed, unclear", ErrorKind::api, 500, true, Outcome::unclear, true, unknown},
                                   {"failed by a page", ErrorKind::api, 500, false, Outcome::nothing, true, unknown},
                                   {"unavailable", ErrorKind::api, 503, true, Outcome::nothing, true, unknown},
                                   {"unreadable", ErrorKind::decode, 200, false, Outcome::nothing, true, unknown}};
    for (auto const& c : all) BOOST_TEST_CONTEXT(c.name)
        {
            ClerkError error;
            error.kind = c.kind;
            error.status = c.status;
            if (c.by_clerk) error.errors.emplace_back().code = "internal_clerk_error";
            settle(error, c.outcome, c.complete);
            BOOST_TEST(error.delivery == c.delivery);
            BOOST_TEST(error.detail.find("; ") != std::string::npos, error.detail);
        }
}

BOOST_AUTO_TEST_CASE(known_details_of_an_error_are_kept)
{
    ClerkError error;
    error.detail = "the connection was reset";
    apply_lookup_failure(error);
    BOOST_TEST(error.detail == "the connection was reset; the list request that checks whether it took effect failed");
    BOOST_TEST(error.delivery == Delivery::unknown);
    ClerkError bare;
    settle(bare, Outcome::nothing, true);
    BOOST_TEST(bare.detail == "the connection failed; a later list request showed that it had no effect");
}

BOOST_AUTO_TEST_SUITE_END()
