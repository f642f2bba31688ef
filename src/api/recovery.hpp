#pragma once

#include <clerk/detail/initiation.hpp>

#include <memory>

namespace clerk::detail {

/// Starts a create or revoke with recovery.
void start_recoverable_call(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<Invitation>&& handler,
                            CompletionExecutor&& where);

} // namespace clerk::detail
