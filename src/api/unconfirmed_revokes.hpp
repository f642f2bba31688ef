#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The ids whose `revoke` by this client ended with an unknown result; the latest ones only. If Clerk reports such an id as
/// already revoked, this client's request took effect. Thread-safe.
class UnconfirmedRevokes
{
public:
    static constexpr std::size_t capacity{1024};

    void remember(std::string_view id)
    {
        std::scoped_lock const lock{mutex_};
        if (std::ranges::find(ids_, id) != ids_.end()) return;
        if (ids_.size() == capacity) ids_.pop_front();
        ids_.emplace_back(id);
    }

    void forget(std::string_view id)
    {
        std::scoped_lock const lock{mutex_};
        std::erase(ids_, id);
    }

    [[nodiscard]] bool contains(std::string_view id) const
    {
        std::scoped_lock const lock{mutex_};
        return std::ranges::find(ids_, id) != ids_.end();
    }

private:
    mutable std::mutex mutex_;
    std::deque<std::string> ids_;
};

} // namespace clerk::detail
