#include "api/page_position.hpp"

#include <limits>
#include <vector>

namespace clerk::detail {

void PagePosition::take(InvitationPage& page)
{
    std::size_t const received = page.data.size();
    std::erase_if(page.data, [this](Invitation const& invitation) { return !seen_.insert(invitation.id).second; });
    stale_pages_ = page.data.empty() ? stale_pages_ + 1 : 0;

    auto const next = offset_ + static_cast<std::int64_t>(received);
    bool const more_promised = !page.total_known || next < page.total_count;
    at_end_ = received < static_cast<std::size_t>(limit_) || !more_promised || stale_pages_ == max_stale_pages ||
              next > std::numeric_limits<int>::max() - limit_;
    if (!at_end_) offset_ = static_cast<int>(next);
}

} // namespace clerk::detail
