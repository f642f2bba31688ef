#pragma once

#include <clerk/invitation.hpp>

#include <string>
#include <string_view>
#include <unordered_set>

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

} // namespace clerk::detail
