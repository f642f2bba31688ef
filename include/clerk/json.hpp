#pragma once

#include <clerk/create_invitation_params.hpp>
#include <clerk/error.hpp>
#include <clerk/export.hpp>
#include <clerk/invitation.hpp>
#include <clerk/invitation_status.hpp>

#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

/// Conversions for `boost::json::value_from`, `value_to` and `try_value_to`. Not included by `clerk/clerk.hpp`.
namespace clerk {

/// Clerk's own JSON: names in snake case, `object`, times in milliseconds, the members of `extra`; without `recovered`.
///
/// `url` is a credential: send it to the invited person only.
CLERK_EXPORT void tag_invoke(boost::json::value_from_tag, boost::json::value& to, Invitation const& from);
/// `{"data": [...], "total_count": n}`.
CLERK_EXPORT void tag_invoke(boost::json::value_from_tag, boost::json::value& to, InvitationPage const& from);
/// The text.
CLERK_EXPORT void tag_invoke(boost::json::value_from_tag, boost::json::value& to, InvitationStatus const& from);
/// Clerk's own JSON: `code`, `message`, `long_message`, `meta`.
CLERK_EXPORT void tag_invoke(boost::json::value_from_tag, boost::json::value& to, ApiError const& from);
/// The members that a client of your server may see: `kind`, `delivery`, `phase`, `status`, `errors` (code and texts of Clerk,
/// without `meta`), and, if there is one, `retry_after` in seconds and `trace_id`.
CLERK_EXPORT void tag_invoke(boost::json::value_from_tag, boost::json::value& to, ClerkError const& from);

/// Reads the JSON of an invitation. Unknown members become `extra`.
///
/// @throws boost::system::system_error that names the invalid member
CLERK_EXPORT Invitation tag_invoke(boost::json::value_to_tag<Invitation>, boost::json::value const& from);
/// The same for `try_value_to`: returns an error code of category `clerk.json`, whose message names the invalid member.
CLERK_EXPORT boost::system::result<Invitation> tag_invoke(boost::json::try_value_to_tag<Invitation>,
                                                          boost::json::value const& from) noexcept;

/// Reads the members of Clerk's request, each in snake case as in the Backend API or in camel case as in Clerk's SDKs. Null is
/// like an absent member, except for the address. Unknown members are errors. `Invitations::create` validates the values.
///
/// @throws boost::system::system_error that names the invalid member
CLERK_EXPORT CreateInvitationParams tag_invoke(boost::json::value_to_tag<CreateInvitationParams>, boost::json::value const& from);
/// The same for `try_value_to`.
CLERK_EXPORT boost::system::result<CreateInvitationParams> tag_invoke(boost::json::try_value_to_tag<CreateInvitationParams>,
                                                                      boost::json::value const& from) noexcept;

} // namespace clerk
