#pragma once

#include <clerk/invitation.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace clerk::detail {

/// Where a pager is: what was seen, what to ask for next, and whether that makes sense.
class PagePosition
{
public:
    PagePosition(int offset, int limit) noexcept : offset_{offset}, limit_{limit} {}

    [[nodiscard]] int offset() const noexcept { return offset_; }

    [[nodiscard]] int limit() const noexcept { return limit_; }

    [[nodiscard]] bool at_end() const noexcept { return at_end_; }

    /// Takes what came for `offset` and `limit`, and leaves in it what was not seen before. A page shorter than `limit` is not
    /// the end, since a server may have a smaller maximum.
    ///
    /// @returns why the rest cannot be had, although the page says that there is more; empty if there is none, or it can
    [[nodiscard]] std::string_view take(InvitationPage& page);

    /// Consecutive pages without anything new after which the pager stops.
    static constexpr int max_stale_pages = 8;

private:
    int offset_;
    int limit_;
    int stale_pages_{0};
    bool at_end_{false};
    std::unordered_set<std::string> seen_;
};

} // namespace clerk::detail
