#pragma once

#include <clerk/export.hpp>

#include <compare>
#include <iosfwd>
#include <string>
#include <string_view>

namespace clerk {

/// The state of an invitation. An open set: what this version does not know is kept as Clerk wrote it.
///
/// @see https://clerk.com/docs/reference/backend/types/backend-invitation
class CLERK_EXPORT InvitationStatus
{
public:
    // There before any other object of the program is initialised.
    static InvitationStatus const pending;  ///< not answered yet
    static InvitationStatus const accepted; ///< the invited person has signed up
    static InvitationStatus const revoked;  ///< taken back: its link works no more
    static InvitationStatus const expired;  ///< nobody accepted it in time

    /// `pending`.
    InvitationStatus() : text_{"pending"} {}

    /// The status with this wire text.
    explicit InvitationStatus(std::string_view text) : text_{text} {}

    /// The wire text.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    /// Compares the wire texts.
    friend bool operator==(InvitationStatus const&, InvitationStatus const&) noexcept = default;
    friend std::strong_ordering operator<=>(InvitationStatus const&, InvitationStatus const&) noexcept = default;
    /// Writes the wire text.
    friend CLERK_EXPORT std::ostream& operator<<(std::ostream& out, InvitationStatus const& status);

private:
    std::string text_;
};

} // namespace clerk
