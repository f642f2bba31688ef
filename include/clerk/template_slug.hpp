#pragma once

#include <clerk/export.hpp>

#include <compare>
#include <iosfwd>
#include <string>
#include <string_view>

namespace clerk {

/// The e-mail template of an invitation. An open set: other texts are sent as they are.
///
/// @see https://clerk.com/docs/reference/backend/invitations/create-invitation
class CLERK_EXPORT TemplateSlug
{
public:
    // Initialised before all other objects of the program.
    static TemplateSlug const invitation;          ///< the default
    static TemplateSlug const waitlist_invitation; ///< for people on the waitlist

    /// No template. Cannot be sent.
    TemplateSlug() noexcept = default;

    /// A template with this slug. `create` fails with `invalid_argument` if it is empty or contains control characters or
    /// invalid UTF-8.
    explicit TemplateSlug(std::string_view text) : text_{text} {}

    /// Returns the text as it is sent.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    /// Compares the texts.
    friend bool operator==(TemplateSlug const&, TemplateSlug const&) noexcept = default;
    /// Compares the texts.
    friend std::strong_ordering operator<=>(TemplateSlug const&, TemplateSlug const&) noexcept = default;
    /// Writes the text.
    friend CLERK_EXPORT std::ostream& operator<<(std::ostream& out, TemplateSlug const& slug);

private:
    std::string text_;
};

} // namespace clerk
