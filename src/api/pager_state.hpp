#pragma once

#include <clerk/invitations.hpp>

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace clerk::detail {

/// The position of a pager: the ids seen, the next request, and whether the list has ended.
class PagePosition
{
public:
    PagePosition(int offset, int limit) noexcept : offset_{offset}, limit_{limit} {}

    [[nodiscard]] int offset() const noexcept { return offset_; }

    [[nodiscard]] int limit() const noexcept { return limit_; }

    [[nodiscard]] bool at_end() const noexcept { return at_end_; }

    /// Applies the page for `offset` and `limit` and removes invitations that were seen before. A page shorter than `limit` is
    /// not the end, because a server may have a smaller maximum.
    ///
    /// @returns why the rest cannot be requested although the list has more; empty if it can be, or the list has ended
    /// @throws std::bad_alloc without any effect
    [[nodiscard]] std::string_view take(InvitationPage& page);

    /// Number of consecutive pages without new invitations after which the pager stops.
    static constexpr int max_stale_pages = 8;

private:
    void remove_seen(InvitationPage& page);

    int offset_;
    int limit_;
    int stale_pages_{0};
    bool at_end_{false};
    std::unordered_set<std::string> seen_;
};

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
