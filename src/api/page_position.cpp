#include "api/page_position.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace clerk::detail {

std::string_view PagePosition::take(InvitationPage& page)
{
    std::size_t const received = page.data.size();
    std::erase_if(page.data, [this](Invitation const& invitation) { return !seen_.insert(invitation.id).second; });
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

} // namespace clerk::detail
