#pragma once

#include <clerk/invitation_status.hpp>

#include <optional>
#include <string>

namespace clerk {

/// Which invitations to list. What is not set is not sent; what is set is sent as it is, zero included.
///
/// @see https://clerk.com/docs/reference/backend/invitations/get-invitation-list
class ListInvitationsParams
{
public:
    /// Clerk's own defaults: the 10 newest invitations that are not revoked.
    ListInvitationsParams() {}

    /// Only those with this status; unset = all but the revoked ones.
    std::optional<InvitationStatus> status;
    /// Only those whose address or id matches this.
    std::optional<std::string> query;
    /// `created_at`, `email_address` or `expires_at`, behind `+` (ascending) or `-`. Clerk's default: `-created_at`.
    std::optional<std::string> order_by;
    /// Page size, 1 to 500. Clerk's default: 10.
    std::optional<int> limit;
    /// How many to skip, 0 or more. Clerk's default: 0.
    std::optional<int> offset;
};

} // namespace clerk
