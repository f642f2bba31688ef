#include <clerk/invitation_status.hpp>

#include <boost/test/unit_test.hpp>

#include <compare>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using clerk::InvitationStatus;

static_assert(std::is_nothrow_move_constructible_v<InvitationStatus> && std::is_nothrow_move_assignable_v<InvitationStatus>);
static_assert(std::is_same_v<std::compare_three_way_result_t<InvitationStatus>, std::strong_ordering>);
// Texts do not convert implicitly.
static_assert(!std::is_convertible_v<std::string, InvitationStatus>);

namespace {

// Initialised before the library's own objects, which come later in the link.
InvitationStatus const early_pending = InvitationStatus::pending;
InvitationStatus const early_accepted = InvitationStatus::accepted;
InvitationStatus const early_revoked{"revoked"};
bool const early_known = InvitationStatus{"expired"} == InvitationStatus::expired;

} // namespace

BOOST_AUTO_TEST_SUITE(common_invitation_status)

BOOST_AUTO_TEST_CASE(known_values_have_their_wire_texts)
{
    BOOST_TEST(InvitationStatus::pending.text() == "pending");
    BOOST_TEST(InvitationStatus::accepted.text() == "accepted");
    BOOST_TEST(InvitationStatus::revoked.text() == "revoked");
    BOOST_TEST(InvitationStatus::expired.text() == "expired");
    BOOST_TEST(InvitationStatus{}.text().empty());
    BOOST_TEST(InvitationStatus{} != InvitationStatus::pending);
}

BOOST_AUTO_TEST_CASE(known_values_are_constant_initialised)
{
    BOOST_TEST(early_pending.text() == "pending");
    BOOST_TEST(early_accepted.text() == "accepted");
    BOOST_TEST(early_revoked == InvitationStatus::revoked);
    BOOST_TEST(early_known);
}

BOOST_AUTO_TEST_CASE(an_unknown_value_is_kept_as_text)
{
    for (std::string_view const text : {"suspended", "Pending", "", "caf\xc3\xa9", "a status that no small buffer can hold"})
    {
        InvitationStatus const status{text};
        BOOST_TEST(status.text() == text);
        BOOST_TEST(status != InvitationStatus::pending);
    }
}

BOOST_AUTO_TEST_CASE(equality_compares_the_text)
{
    BOOST_TEST(InvitationStatus{"revoked"} == InvitationStatus::revoked);
    BOOST_TEST(InvitationStatus{"revoke"} != InvitationStatus::revoked);
    InvitationStatus status = InvitationStatus::expired;
    InvitationStatus const copy = status;
    status = InvitationStatus{"accepted"};
    BOOST_TEST(copy == InvitationStatus::expired);
    BOOST_TEST(status == InvitationStatus::accepted);
}

BOOST_AUTO_TEST_CASE(a_copy_outlives_its_source)
{
    InvitationStatus copy;
    InvitationStatus moved;
    {
        std::string text{"a status that no small buffer can hold"};
        InvitationStatus status{text};
        text.assign(text.size(), 'x');
        copy = status;
        moved = std::move(status);
    }
    BOOST_TEST(copy.text() == "a status that no small buffer can hold");
    BOOST_TEST(moved == copy);
}

BOOST_AUTO_TEST_CASE(is_ordered_by_text)
{
    BOOST_TEST(InvitationStatus::accepted < InvitationStatus::expired);
    BOOST_TEST(InvitationStatus::revoked > InvitationStatus::pending);
    BOOST_TEST(InvitationStatus{} <= InvitationStatus::pending);
    std::set<InvitationStatus> const all{InvitationStatus{"x"}, InvitationStatus::pending, InvitationStatus{"x"}};
    BOOST_TEST(all.size() == 2U);
}

BOOST_AUTO_TEST_CASE(is_streamed_as_its_wire_text)
{
    std::ostringstream out;
    out << InvitationStatus::accepted << ' ' << InvitationStatus{"paused"};
    BOOST_TEST(out.str() == "accepted paused");
}

BOOST_AUTO_TEST_SUITE_END()
