#pragma once

#include <clerk/export.hpp>

#include <compare>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace clerk {

/// The status of an invitation. An open set: values that this version does not know are kept unchanged.
///
/// @see https://clerk.com/docs/reference/backend/types/backend-invitation
class CLERK_EXPORT InvitationStatus
{
public:
    // Initialised before all other objects of the program.
    static InvitationStatus const pending;  ///< not accepted yet
    static InvitationStatus const accepted; ///< the invited person has signed up
    static InvitationStatus const revoked;  ///< revoked: its link no longer works
    static InvitationStatus const expired;  ///< not accepted in time

    /// No status. Its text is empty.
    InvitationStatus() noexcept = default;

    /// A status with this text.
    explicit InvitationStatus(std::string_view text) : text_{text} {}

    /// Returns the text as Clerk sends it.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    /// Compares the texts.
    friend bool operator==(InvitationStatus const&, InvitationStatus const&) noexcept = default;
    /// Compares the texts.
    friend std::strong_ordering operator<=>(InvitationStatus const&, InvitationStatus const&) noexcept = default;
    /// Writes the text.
    friend CLERK_EXPORT std::ostream& operator<<(std::ostream& out, InvitationStatus const& status);

private:
    std::string text_;
};

} // namespace clerk

template <>
struct std::hash<clerk::InvitationStatus>
{
    [[nodiscard]] std::size_t operator()(clerk::InvitationStatus const& status) const noexcept
    {
        return std::hash<std::string_view>{}(status.text());
    }
};
