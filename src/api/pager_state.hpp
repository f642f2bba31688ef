#pragma once

#include "api/page_position.hpp"

#include <clerk/invitations.hpp>

namespace clerk::detail {

/// The state of a pager, shared with its running operations.
class PagerState
{
public:
    PagerState(Invitations handle, ListInvitationsParams list_params, RequestOptions request_options)
        : invitations{std::move(handle)}, params{std::move(list_params)}, options{request_options},
          position{params.offset.value_or(0), params.limit.value_or(default_limit)}
    {}

    /// The default page size. Needs a tenth of the requests of Clerk's default.
    static constexpr int default_limit{100};

    Invitations invitations;
    ListInvitationsParams params;
    RequestOptions options;
    PagePosition position;
};

} // namespace clerk::detail
