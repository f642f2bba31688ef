#pragma once

#include <clerk/detail/launch.hpp>

#include <memory>

namespace clerk::detail {

/// Begins a create or a revoke that is looked for where its answer is lost.
void launch_recovering(std::shared_ptr<ClientCore> core, PreparedCall&& call, CallHandler<Invitation>&& handler,
                       CompletionExecutor&& where);

} // namespace clerk::detail
