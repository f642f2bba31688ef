#pragma once

#include "api/call.hpp"

#include <clerk/invitation.hpp>

#include <chrono>
#include <optional>

namespace clerk::detail {

/// The response to a list request of a recovery.
struct LookedUp
{
    InvitationPage page;
    std::optional<std::chrono::sys_seconds> date; ///< the server's
    Engine::TimePoint answered_at;                ///< by the client's clock
};

template <>
void decode_answer(Response const& response, AnswerContext const& context, Result<LookedUp>& to);

} // namespace clerk::detail
