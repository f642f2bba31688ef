#include <clerk/clerk.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <unordered_set>

using namespace std::chrono_literals;
using clerk::CreateInvitationParams;
using clerk::Invitation;
using clerk::InvitationPage;
using clerk::InvitationStatus;
using clerk::ListInvitationsParams;

BOOST_AUTO_TEST_SUITE(common_values)

namespace {

Invitation invitation()
{
    Invitation value;
    value.id = "inv_1";
    value.email_address = "a@example.com";
    value.public_metadata = {{"team", 7}};
    value.created_at = clerk::Timestamp{1s};
    return value;
}

/// Whether a change of one member makes values different.
template <class Value, class Change>
bool tells_apart(Value const& value, Change change)
{
    auto other = value;
    bool const equal = other == value;
    change(other);
    return equal && other != value;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_member_of_an_invitation_is_compared)
{
    auto const value = invitation();
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.id = "inv_2"; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.email_address = "b@example.com"; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.public_metadata["team"] = 8; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.status = InvitationStatus::revoked; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.url = "https://example.com"; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.revoked = true; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.expires_at = clerk::Timestamp{2s}; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.created_at += 1s; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.updated_at += 1s; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.extra = {{"x", 1}}; }));
    BOOST_TEST(tells_apart(value, [](Invitation& other) { other.recovered = true; }));
}

BOOST_AUTO_TEST_CASE(pages_and_parameters_are_compared)
{
    InvitationPage const page{.data = {invitation()}, .total_count = 1};
    BOOST_TEST(tells_apart(page, [](InvitationPage& other) { other.data.clear(); }));
    BOOST_TEST(tells_apart(page, [](InvitationPage& other) { ++other.total_count; }));
    CreateInvitationParams const create{"a@example.com"};
    BOOST_TEST(tells_apart(create, [](CreateInvitationParams& other) { other.notify = false; }));
    BOOST_TEST(tells_apart(create, [](CreateInvitationParams& other) { other.public_metadata = {{"x", 1}}; }));
    BOOST_TEST(tells_apart(ListInvitationsParams{}, [](ListInvitationsParams& other) { other.limit = 1; }));
    clerk::ApiError const error{.code = "a", .message = "b", .long_message = "c", .meta = {}};
    BOOST_TEST(tells_apart(error, [](clerk::ApiError& other) { other.meta = {{"x", 1}}; }));
}

BOOST_AUTO_TEST_CASE(statuses_can_be_kept_in_a_hash_table)
{
    std::unordered_set<InvitationStatus> const seen{InvitationStatus::pending, InvitationStatus::expired,
                                                    InvitationStatus{"pending"}};
    BOOST_TEST(seen.size() == 2U);
    BOOST_TEST(seen.contains(InvitationStatus::expired));
}

BOOST_AUTO_TEST_SUITE_END()
