#include "support/recovery.hpp"

#include <boost/asio/use_future.hpp>

using namespace clerk::test;
using namespace std::chrono_literals;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::InvitationStatus;
using clerk::Phase;
using clerk::testing::FakeBackend;
using clerk::testing::Reply;

// A revoke whose response is lost is looked up, and never sent twice.
BOOST_AUTO_TEST_SUITE(recovery_of_revokes)

namespace {

/// A client and a pending invitation.
struct Pending
{
    FakeBackend backend;
    Rig rig;
    std::string id{backend.add_invitation("a@example.com").id};

    Pending() : rig{recovering(backend)} {}

    explicit Pending(bool recover) : rig{recover ? recovering(backend) : backend.client_options()} {}

    Created revoke()
    {
        auto result = run(rig.context, rig.invitations.revoke(id));
        check_quiet(rig.client);
        return result;
    }

    /// A revoke that takes effect and whose response is lost.
    void lose_one()
    {
        backend.script(Reply::lost_after_processing());
        backend.script(Reply::status(401));
        check_error(revoke(), {ErrorKind::transport, Delivery::unknown, Phase::read});
        backend.clear_requests();
    }
};

constexpr Expected already{ErrorKind::api, Delivery::rejected, Phase::read, 400};

} // namespace

BOOST_AUTO_TEST_CASE(a_revoke_that_took_effect_is_a_success)
{
    Pending pending;
    pending.backend.script(Reply::lost_after_processing());
    auto const result = pending.revoke();
    check_recovered(result);
    BOOST_TEST(result->id == pending.id);
    BOOST_TEST(result->status == InvitationStatus::revoked);
    BOOST_TEST(result->revoked);
    BOOST_TEST(count_requests(pending.backend, "POST") == 1U);
    BOOST_TEST(pending.backend.requests().at(1).target ==
               "/v1/invitations?paginated=true&status=revoked&query=" + pending.id + "&order_by=-created_at&limit=50");
}

BOOST_AUTO_TEST_CASE(a_revoke_without_effect_is_unknown)
{
    Pending pending;
    pending.backend.script(Reply::reset());
    check_error(pending.revoke(), {ErrorKind::transport, Delivery::unknown, Phase::read});
    BOOST_TEST(count_requests(pending.backend, "POST") == 1U);
    BOOST_TEST(count_requests(pending.backend, "GET") == 3U);
    auto const again = pending.revoke();
    BOOST_TEST_REQUIRE(again.has_value());
    BOOST_TEST(!again->recovered);
}

BOOST_AUTO_TEST_CASE(a_reported_failure_without_visible_effect_is_not_sent)
{
    Pending pending;
    pending.backend.script(Reply::status(500));
    check_error(pending.revoke(), {ErrorKind::api, Delivery::rejected, Phase::read, 500});
    pending.backend.script(Reply::process().with_status(500));
    check_recovered(pending.revoke());
}

BOOST_AUTO_TEST_CASE(a_repeated_revoke_of_a_revoked_one_is_a_success)
{
    Pending pending;
    pending.lose_one();
    auto const again = pending.revoke();
    check_recovered(again);
    BOOST_TEST(again->status == InvitationStatus::revoked);
    BOOST_TEST(count_requests(pending.backend, "POST") == 1U);
    BOOST_TEST(count_requests(pending.backend, "GET") == 1U);
    check_error(pending.revoke(), already); // the first one is known
}

BOOST_AUTO_TEST_CASE(a_later_revoke_keeps_its_error_if_the_lookup_fails)
{
    Pending pending;
    pending.lose_one();
    pending.backend.script(Reply::process());
    pending.backend.script(Reply::status(401));
    auto const again = pending.revoke();
    check_error(again, already);
    BOOST_TEST(again.error().has_code("invitation_already_revoked"));
    check_recovered(pending.revoke());
}

BOOST_AUTO_TEST_CASE(a_revoke_by_another_client_is_an_error)
{
    Pending pending;
    BOOST_TEST(pending.revoke().has_value());
    check_error(pending.revoke(), already);
    BOOST_TEST(count_requests(pending.backend, "GET") == 0U);
}

BOOST_AUTO_TEST_CASE(recovery_is_off_by_default)
{
    Pending pending{false};
    pending.backend.script(Reply::lost_after_processing());
    check_error(pending.revoke(), {ErrorKind::transport, Delivery::unknown, Phase::read});
    check_error(pending.revoke(), already);
    BOOST_TEST(pending.backend.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(each_form_is_recovered)
{
    Pending pending;
    pending.backend.script(Reply::lost_after_processing());
    auto future = pending.rig.invitations.revoke(pending.id, boost::asio::use_future);
    run_out(pending.rig.context);
    check_recovered(future.get());
    pending.id = pending.backend.add_invitation("b@example.com").id;
    pending.backend.script(Reply::lost_after_processing());
    std::optional<Created> result;
    pending.rig.invitations.revoke(pending.id, [&](Created revoked) { result.emplace(std::move(revoked)); });
    run_out(pending.rig.context);
    check_recovered(result.value());
    BOOST_TEST(count_requests(pending.backend, "POST") == 2U);
}

BOOST_AUTO_TEST_CASE(an_id_that_a_list_cannot_query_is_not_looked_up)
{
    Pending pending;
    pending.id = "inv\n1";
    pending.backend.script(Reply::reset());
    auto const result = pending.revoke();
    check_error(result, {ErrorKind::transport, Delivery::unknown, Phase::read});
    BOOST_TEST(result.error().message().find("the list request that checks") != std::string::npos, result.error().message());
    BOOST_TEST(pending.backend.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
