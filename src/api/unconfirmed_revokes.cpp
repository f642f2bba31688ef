#include "api/unconfirmed_revokes.hpp"

#include <algorithm>

namespace clerk::detail {

void UnconfirmedRevokes::remember(std::string_view id)
{
    std::scoped_lock const lock{mutex_};
    if (std::ranges::find(ids_, id) != ids_.end()) return;
    if (ids_.size() == capacity) ids_.pop_front();
    ids_.emplace_back(id);
}

void UnconfirmedRevokes::forget(std::string_view id)
{
    std::scoped_lock const lock{mutex_};
    std::erase(ids_, id);
}

bool UnconfirmedRevokes::contains(std::string_view id) const
{
    std::scoped_lock const lock{mutex_};
    return std::ranges::find(ids_, id) != ids_.end();
}

} // namespace clerk::detail
