#pragma once

#include <clerk/error.hpp>
#include <clerk/invitation.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace clerk::detail {

/// What is looked for after the answer to a create or a revoke was lost.
struct Sought
{
    /// Set for a revoke, which needs nothing else.
    std::string invitation_id{};
    std::string email_address{};
    boost::json::object public_metadata{};
    bool ignore_existing{false};
};

/// How many invitations a look-up asks for: the newest that have the address in theirs.
inline constexpr std::size_t looked_at{50};

/// When the lost request was begun.
struct Begun
{
    /// Not later than the server's clock said then.
    Timestamp earliest;
    /// Whether the server itself said what its clock says. The local one may be wrong by any time.
    bool by_server{true};

    /// From the answer to the look-up.
    /// @param date     of that answer; unset where it had none
    /// @param local    what the local clock says
    /// @param elapsed  since the lost request was begun
    [[nodiscard]] static Begun reckon(std::optional<std::chrono::sys_seconds> date, std::chrono::system_clock::time_point local,
                                      std::chrono::nanoseconds elapsed) noexcept;
};

/// What a look-up has shown.
struct Finding
{
    enum class Outcome
    {
        took_effect, ///< this is the invitation
        refused,     ///< Clerk cannot but have refused the request
        nothing,     ///< no trace of it, yet
        unclear      ///< there is what may be it, or may hide it
    };

    Outcome outcome{Outcome::nothing};
    Invitation const* invitation{nullptr}; ///< within the page
};

/// Reads the newest pending invitations of the address that a create was for.
[[nodiscard]] Finding find_created(Sought const& sought, InvitationPage const& page, Begun begun);

/// Reads the revoked invitations that an id was asked for.
[[nodiscard]] Finding find_revoked(Sought const& sought, InvitationPage const& page) noexcept;

/// Puts into the error of the lost request what looking for it has shown.
///
/// @param complete  whether it was looked for as often as it is to be
void settle(ClerkError& error, Finding::Outcome outcome, bool complete);

/// Says in the error that the request could not be looked for.
void settle_unseen(ClerkError& error);

} // namespace clerk::detail
