#pragma once

#include <clerk/testing/reply.hpp>

namespace clerk::testing::detail {

/// The content of a `Reply`, for the server.
struct ReplyAccess
{
    using Plan = Reply::Plan;

    [[nodiscard]] static Plan const& plan(Reply const& reply) noexcept { return reply.plan_; }
};

using ReplyPlan = ReplyAccess::Plan;

} // namespace clerk::testing::detail
