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

/// A shutdown or warm-up.
class LifecycleOp : public TimerEntry
{
public:
    LifecycleOp() noexcept : TimerEntry{Kind::lifecycle} {}

    virtual ~LifecycleOp() = default;

    /// Posts the invocation of the handler. The last event of an operation.
    ///
    /// @throws std::bad_alloc without any effect, so it can be called again
    virtual void complete() = 0;

    std::shared_ptr<LifecycleOp> undelivered; ///< itself, if there was no memory to post its handler: posted a moment later
    std::shared_ptr<LifecycleOp> next;        ///< in `Actions`
};

/// The state of a warm-up.
class PendingWarmUp : public LifecycleOp
{
public:
    std::vector<PooledConnection const*> awaited; ///< connection attempts
    Result<std::size_t> outcome{0};               ///< the result; until it is known, the last error
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
    Chain<LifecycleOp, &LifecycleOp::next> completed; ///< shutdowns and warm-ups
    // Owned by their traces. Without an observer, they cost nothing.
    PooledConnection* opened{nullptr}; ///< emit its `ConnectionOpen`
    CallBase* observed{nullptr};       ///< emit the events of these calls, linked by `CallTrace::next`
    bool cancel_lookup{false};
};

} // namespace clerk::detail
