#pragma once

#include <clerk/invitation_status.hpp>

#include <optional>
#include <string>

namespace clerk {

/// Which invitations to list. Members that are not set are not sent; Clerk's defaults apply.
///
/// @see https://clerk.com/docs/reference/backend/invitations/get-invitation-list
class ListInvitationsParams
{
public:
    /// Clerk's defaults: the 10 newest invitations that are not revoked.
    // Makes the class a non-aggregate: g++ 12 destroys aggregate temporaries twice in a `co_await` expression.
    ListInvitationsParams() {}

    /// Lists invitations with this status. Not set: all except revoked ones.
    std::optional<InvitationStatus> status;
    /// Lists invitations whose address or id matches.
    std::optional<std::string> query;
    /// `created_at`, `email_address` or `expires_at`, preceded by `+` (ascending) or `-` (descending). Clerk's default:
    /// `-created_at`.
    std::optional<std::string> order_by;
    /// Page size. Range: 1 to 500. Clerk's default: 10.
    std::optional<int> limit;
    /// Number of invitations to skip. Range: 0 or more. Clerk's default: 0.
    std::optional<int> offset;

    /// Compares all members.
    friend bool operator==(ListInvitationsParams const&, ListInvitationsParams const&) = default;
};

} // namespace clerk
