#pragma once

#include <clerk/invitation_status.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clerk {

/// A point in time as Clerk represents it: UTC, in milliseconds.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// An invitation. Owns all its memory.
///
/// @see https://clerk.com/docs/reference/backend/types/backend-invitation
struct Invitation
{
    /// `inv_…`.
    std::string id;
    /// As Clerk stores it, which may differ from the request in case.
    std::string email_address;
    /// Empty if Clerk sent null.
    boost::json::object public_metadata;
    /// `pending`, `accepted`, `revoked`, `expired`, or a text that this version does not know.
    InvitationStatus status;
    /// The link for the invited person. It contains the ticket that accepts the invitation: a credential, so do not log it.
    std::optional<std::string> url;
    /// False if the response has no such field.
    bool revoked{false};
    /// When the link expires. Unset if the response has no such field, or null.
    std::optional<Timestamp> expires_at;
    /// When the invitation was created, by the server's clock.
    Timestamp created_at{};
    /// When the invitation last changed, by the server's clock.
    Timestamp updated_at{};
    /// Fields that this version of the library does not know, unchanged.
    boost::json::object extra;
    /// Whether the invitation was found by a list request after the response to a create or revoke was lost
    /// (`RetryOptions::recover_unknown`).
    bool recovered{false};

    /// Compares all members.
    friend bool operator==(Invitation const&, Invitation const&) = default;
};

/// One page of a list of invitations.
struct InvitationPage
{
    /// The invitations of this page.
    std::vector<Invitation> data;
    /// Number of invitations on all pages. If the response has no such field: the requested offset plus the size of this page.
    std::int64_t total_count{0};
    /// Whether the response has the number.
    bool total_known{true};

    /// Compares all members.
    friend bool operator==(InvitationPage const&, InvitationPage const&) = default;
};

} // namespace clerk
