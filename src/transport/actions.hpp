#pragma once

#include "policy/pool.hpp"
#include "transport/call_base.hpp"

#include <clerk/result.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace clerk::detail {

/// A list of owned objects that are linked by one of their members, so adding one allocates nothing. An object is in at most one
/// chain of a link.
template <class T, std::shared_ptr<T> T::* Next>
class Chain
{
public:
    void push(std::shared_ptr<T> object) noexcept
    {
        auto* const raw = object.get();
        (last_ == nullptr ? first_ : last_->*Next) = std::move(object);
        last_ = raw;
    }

    /// Removes the first element. Null if empty.
    [[nodiscard]] std::shared_ptr<T> pop() noexcept
    {
        auto object = std::move(first_);
        if (!object) return object;
        first_ = std::move((*object).*Next);
        if (!first_) last_ = nullptr;
        return object;
    }

    [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }

private:
    std::shared_ptr<T> first_;
    T* last_{nullptr};
};

/// The state of a warm-up. `WarmUpOp` derives from it.
struct PendingWarmUp
{
    std::vector<PooledConnection const*> awaited; ///< connection attempts
    Result<std::size_t> outcome{0};               ///< the result; until it is known, the last error
    std::shared_ptr<PendingWarmUp> next;          ///< in `Actions`
};

/// The decisions of a `CallScheduler`. The `Engine` performs them after the release of its mutex.
struct Actions
{
    std::shared_ptr<CallBase> start; ///< start this call's request
    std::shared_ptr<PooledConnection> start_on;
    std::shared_ptr<PooledConnection> trim; ///< release the buffers of this idle connection
    Chain<PooledConnection, &PooledConnection::next_to_open> open;
    Chain<PooledConnection, &PooledConnection::next_to_close> close;
    Chain<CallBase, &CallBase::next> ended;
    Chain<PendingWarmUp, &PendingWarmUp::next> warmed_up;
    // Owned by their traces. Without an observer, they cost nothing.
    PooledConnection* opened{nullptr}; ///< emit its `ConnectionOpen`
    CallBase* observed{nullptr};       ///< emit the events of these calls, linked by `CallTrace::next`
    bool cancel_lookup{false};
};

} // namespace clerk::detail
