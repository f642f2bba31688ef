#include "invite_csv/outcome.hpp"

#include <boost/test/unit_test.hpp>

using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Invitation;
using clerk::Result;
using invite_csv::outcome_of;
using invite_csv::RowStatus;

BOOST_AUTO_TEST_SUITE(outcome)

BOOST_AUTO_TEST_CASE(unsent_and_globally_refused_rows_may_be_sent_later)
{
    struct Case
    {
        ErrorKind kind;
        Delivery delivery;
        int http_status;
        RowStatus status;
        char const* code{nullptr};
    };

    Case const cases[]{
        {ErrorKind::api, Delivery::rejected, 400, RowStatus::failed, "duplicate_record"},
        {ErrorKind::api, Delivery::rejected, 422, RowStatus::failed, "form_param_format_invalid"},
        {ErrorKind::api, Delivery::rejected, 403, RowStatus::failed, "not_allowed_access"},
        {ErrorKind::api, Delivery::rejected, 413, RowStatus::failed},
        {ErrorKind::api, Delivery::rejected, 400, RowStatus::not_invited, "invitations_not_supported"},
        {ErrorKind::api, Delivery::rejected, 400, RowStatus::not_invited, "api_version_invalid"},
        {ErrorKind::api, Delivery::rejected, 400, RowStatus::not_invited},
        {ErrorKind::api, Delivery::rejected, 401, RowStatus::not_invited},
        {ErrorKind::api, Delivery::rejected, 403, RowStatus::not_invited},
        {ErrorKind::api, Delivery::rejected, 409, RowStatus::not_invited},
        {ErrorKind::rate_limited, Delivery::rejected, 429, RowStatus::not_invited},
        {ErrorKind::api, Delivery::unknown, 500, RowStatus::may_be_invited},
        {ErrorKind::decode, Delivery::unknown, 200, RowStatus::may_be_invited},
        {ErrorKind::timeout, Delivery::unknown, 0, RowStatus::may_be_invited},
        {ErrorKind::cancelled, Delivery::unknown, 0, RowStatus::may_be_invited},
        {ErrorKind::cancelled, Delivery::not_sent, 0, RowStatus::not_invited},
        {ErrorKind::transport, Delivery::not_sent, 0, RowStatus::not_invited},
        {ErrorKind::invalid_argument, Delivery::not_sent, 0, RowStatus::failed},
    };
    for (auto const& [kind, delivery, http_status, status, code] : cases)
        BOOST_TEST_CONTEXT(kind << ' ' << delivery << ' ' << http_status)
        {
            ClerkError error;
            error.kind = kind;
            error.delivery = delivery;
            error.status = http_status;
            if (code != nullptr) error.errors.push_back({.code = code, .message = {}, .long_message = {}, .meta = {}});
            auto const outcome = outcome_of(Result<Invitation>{std::unexpected{error}});
            BOOST_TEST((outcome.status == status));
            BOOST_TEST(outcome.error_kind == clerk::to_string(kind));
            BOOST_TEST(outcome.delivery == clerk::to_string(delivery));
        }
}

BOOST_AUTO_TEST_CASE(a_response_adds_at_most_one_word_to_a_file)
{
    Invitation invitation;
    invitation.id = "inv_1 x\n,\"";
    BOOST_TEST(outcome_of(Result<Invitation>{invitation}).invitation_id == "inv_1?x???");
    ClerkError error;
    error.errors.push_back({.code = std::string(1000, 'a'), .message = {}, .long_message = {}, .meta = {}});
    BOOST_TEST(outcome_of(Result<Invitation>{std::unexpected{error}}).error_code == std::string(100, 'a'));
}

BOOST_AUTO_TEST_CASE(names_are_read_back)
{
    for (auto const status : {RowStatus::invited, RowStatus::failed, RowStatus::may_be_invited, RowStatus::not_invited})
        BOOST_TEST((invite_csv::parse_row_status(to_string(status)) == status));
    BOOST_TEST(!invite_csv::parse_row_status("lost").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
