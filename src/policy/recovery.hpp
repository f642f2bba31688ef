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

/// The effect to look for after the response to a create or revoke was lost.
struct RecoveryTarget
{
    /// Set for a revoke. The other members are then unused.
    std::string invitation_id{};
    std::string email_address{};
    boost::json::object public_metadata{};
    bool ignore_existing{false};
};

/// Page size of a look-up. It lists the newest invitations whose addresses contain the address.
inline constexpr std::size_t lookup_page_size{50};

/// When the lost request was started.
struct StartTime
{
    /// Not later than the time of the server's clock at the start.
    Timestamp earliest;
    /// Whether `earliest` is based on the clock of the server. The local clock may be wrong.
    bool by_server{true};

    /// Computes the start of the lost request from the response to the list request.
    /// @param date of that response, if it has one
    /// @param local the local time
    /// @param elapsed since the start of the lost request
    [[nodiscard]] static StartTime from_response(std::optional<std::chrono::sys_seconds> date,
                                                 std::chrono::system_clock::time_point local,
                                                 std::chrono::nanoseconds elapsed) noexcept;
};

/// The result of a list request.
struct LookupOutcome
{
    enum class Outcome
    {
        took_effect, ///< this is the invitation
        refused,     ///< Clerk must have refused the request
        nothing,     ///< no sign of it yet
        unclear      ///< an invitation may result from it, or hide the one that does
    };

    Outcome outcome{Outcome::nothing};
    Invitation const* invitation{nullptr}; ///< within the page
};

/// Reads the newest pending invitations of the address that a create was for.
[[nodiscard]] LookupOutcome match_created(RecoveryTarget const& target, InvitationPage const& page, StartTime start);

/// Reads the revoked invitations that were listed for an id.
[[nodiscard]] LookupOutcome match_revoked(RecoveryTarget const& target, InvitationPage const& page) noexcept;

/// Applies the outcome to the error of the lost request.
///
/// @param complete whether all list requests were made
void settle(ClerkError& error, LookupOutcome::Outcome outcome, bool complete);

/// Adds to the error that no list request succeeded.
void apply_lookup_failure(ClerkError& error);

} // namespace clerk::detail
