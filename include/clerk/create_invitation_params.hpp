#pragma once

#include <clerk/template_slug.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <utility>

namespace clerk {

/// Parameters of an invitation. Members that are not set are not sent; Clerk's defaults apply.
///
/// @see https://clerk.com/docs/reference/backend/invitations/create-invitation
class CreateInvitationParams
{
public:
    /// An invitation for this address, with Clerk's defaults.
    CreateInvitationParams(std::string address) : email_address{std::move(address)} {}

    /// As above; for `create("invite@example.com")`.
    CreateInvitationParams(char const* address) : email_address{address} {}

    /// The address to invite. Invalid if it is empty, has no `@` between other characters, or contains control characters or
    /// invalid UTF-8. Clerk validates the rest.
    std::string email_address;
    /// Becomes the public metadata of the user. Valid UTF-8 and finite numbers; at most 8 KB at Clerk. Empty: not sent.
    boost::json::object public_metadata;
    /// The page that the link of the invitation leads to. Not empty, without control characters.
    std::optional<std::string> redirect_url;
    /// Whether Clerk sends an e-mail. Clerk's default: true. Development instances send 100 e-mails a month and silently drop the
    /// rest; addresses with `+clerk_test` receive none.
    std::optional<bool> notify;
    /// Whether to create the invitation even if the address is already invited or belongs to a user. Clerk's default: false.
    std::optional<bool> ignore_existing;
    /// Validity in days. Range: 1 to 365. Clerk's default: 30.
    std::optional<int> expires_in_days;
    /// The e-mail to send. Clerk's default: `invitation`.
    std::optional<TemplateSlug> template_slug;

    /// Compares all members.
    friend bool operator==(CreateInvitationParams const&, CreateInvitationParams const&) = default;
};

} // namespace clerk
