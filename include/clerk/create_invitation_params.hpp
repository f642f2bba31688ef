#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <utility>

namespace clerk {

/// The e-mail template of an invitation.
enum class TemplateSlug
{
    invitation,
    waitlist_invitation
};

/// What to create an invitation from. What is not set is not sent, and Clerk's default applies.
///
/// @see https://clerk.com/docs/reference/backend/invitations/create-invitation
class CreateInvitationParams
{
public:
    /// An invitation for this address, all else as Clerk has it by default.
    CreateInvitationParams(std::string address) : email_address{std::move(address)} {}

    /// The same from a literal, so that `create("invite@example.com")` works.
    CreateInvitationParams(char const* address) : email_address{address} {}

    /// Whom to invite. Refused here where it is empty, has no `@` with something on both sides, or holds control characters or
    /// invalid UTF-8; everything else is Clerk's to judge.
    std::string email_address;
    /// Becomes the user's public metadata on sign-up. Valid UTF-8 and finite numbers; Clerk allows 8 KB. Empty = not sent.
    boost::json::object public_metadata;
    /// Where the link leads. Not empty, no control characters.
    std::optional<std::string> redirect_url;
    /// Whether Clerk sends the e-mail. Clerk's default: true.
    std::optional<bool> notify;
    /// Whether to create it where the address was invited before or belongs to a user. Clerk's default: false.
    std::optional<bool> ignore_existing;
    /// How long it is valid. 1 to 365; Clerk's default: 30.
    std::optional<int> expires_in_days;
    /// Which e-mail to send. Clerk's default: `invitation`.
    std::optional<TemplateSlug> template_slug;
};

} // namespace clerk
