#pragma once

#include <memory>
#include <utility>

namespace clerk::detail {

/// Owned objects, linked by a member of theirs, so that adding one allocates nothing. An object is in one chain of a link at a
/// time.
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

} // namespace clerk::detail
