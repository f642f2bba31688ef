#pragma once

#include "api/call.hpp"

#include <clerk/invitation.hpp>

#include <chrono>
#include <optional>

namespace clerk::detail {

/// The response to a list request of a recovery.
struct LookupResult
{
    InvitationPage page;
    std::optional<std::chrono::sys_seconds> date; ///< the server's
    Engine::TimePoint answered_at;                ///< by the client's clock
};

template <>
void decode_response(Response const& response, ResponseContext const& context, Result<LookupResult>& to);

} // namespace clerk::detail
