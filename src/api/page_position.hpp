#pragma once

#include <clerk/invitation.hpp>

#include <cstddef>
#include <string>
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

    /// Takes what came for `offset` and `limit`, and leaves in it what was not seen before.
    void take(InvitationPage& page);

    /// Pages in a row that brought nothing new, after which the server is taken to have no more.
    static constexpr int max_stale_pages = 8;

private:
    int offset_;
    int limit_;
    int stale_pages_{0};
    bool at_end_{false};
    std::unordered_set<std::string> seen_;
};

} // namespace clerk::detail
