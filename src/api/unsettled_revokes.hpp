#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The ids of invitations whose revoke ended with nobody knowing whether it took effect: where Clerk then says that one is
/// revoked already, it was this client that did it. The latest ones only. Any thread.
class UnsettledRevokes
{
public:
    static constexpr std::size_t capacity{1024};

    void remember(std::string_view id);
    void forget(std::string_view id);
    [[nodiscard]] bool contains(std::string_view id) const;

private:
    mutable std::mutex mutex_;
    std::deque<std::string> ids_;
};

} // namespace clerk::detail
