#pragma once

#include <clerk/invitation_status.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clerk {

/// A moment as Clerk writes it: UTC, to the millisecond.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// An invitation as Clerk knows it. Owns all its memory.
///
/// @see https://clerk.com/docs/reference/backend/types/backend-invitation
struct Invitation
{
    /// `inv_…`.
    std::string id;
    std::string email_address;
    /// Empty where Clerk sent null.
    boost::json::object public_metadata;
    InvitationStatus status;
    /// The link for the invited person. It carries the ticket that accepts the invitation: a credential, so keep it out of logs.
    std::optional<std::string> url;
    /// False where Clerk did not say.
    bool revoked{false};
    std::optional<Timestamp> expires_at;
    Timestamp created_at{};
    Timestamp updated_at{};
    /// Fields that this version of the library does not know, as Clerk sent them.
    boost::json::object extra;
    /// Whether this was looked up after the answer to a create or a revoke was lost (`RetryOptions::recover_unknown`).
    bool recovered{false};
};

/// One page of a list of invitations.
struct InvitationPage
{
    std::vector<Invitation> data;
    /// How many there are over all pages; for an answer that does not say, the offset asked for plus the size of this page.
    std::int64_t total_count{0};
    /// Whether the answer said how many there are.
    bool total_known{true};
};

} // namespace clerk
