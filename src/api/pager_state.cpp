#include "api/pager_state.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace clerk::detail {

std::string_view PagePosition::take(InvitationPage& page)
{
    std::size_t const received = page.data.size();
    remove_seen(page);
    stale_pages_ = page.data.empty() ? stale_pages_ + 1 : 0;

    auto const next = offset_ + static_cast<std::int64_t>(received);
    bool const promised = page.total_known && next < page.total_count;
    bool const exhausted = received == 0 || stale_pages_ == max_stale_pages || next > std::numeric_limits<int>::max() - limit_;
    at_end_ = exhausted || (page.total_known && !promised);
    if (!at_end_) offset_ = static_cast<int>(next);
    if (!exhausted || !promised) return {};
    if (received == 0) return "the page is empty, although total_count says that more follow";
    if (stale_pages_ == max_stale_pages) return "the pages overlap, although total_count says that more follow";
    return "the next offset is out of range";
}

// Does not change the page or the position before the last allocation, so that the page can be requested again.
void PagePosition::remove_seen(InvitationPage& page)
{
    std::unordered_set<std::string> fresh;
    for (auto const& invitation : page.data)
        if (!seen_.contains(invitation.id)) fresh.insert(invitation.id);
    auto const size = seen_.size() + fresh.size();
    if (static_cast<float>(size) > seen_.max_load_factor() * static_cast<float>(seen_.bucket_count())) seen_.reserve(2 * size);
    std::erase_if(page.data, [&](Invitation const& invitation) {
        auto node = fresh.extract(invitation.id);
        return node.empty() || !seen_.insert(std::move(node)).inserted;
    });
}

} // namespace clerk::detail
