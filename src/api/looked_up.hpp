#pragma once

#include "api/call.hpp"

#include <clerk/invitation.hpp>

#include <chrono>
#include <optional>

namespace clerk::detail {

/// What a look-up for a lost request was answered.
struct LookedUp
{
    InvitationPage page;
    std::optional<std::chrono::sys_seconds> date; ///< the server's
    Engine::TimePoint answered_at;                ///< by the client's clock
};

template <>
void decode_answer(Response const& response, AnswerContext const& context, Result<LookedUp>& to);

} // namespace clerk::detail
