#pragma once

#include <cstddef>

namespace clerk::detail {

/// A node of an `IntrusiveList` of `Tag`; base class of its elements. Must not be in a list when it is destroyed.
template <class Tag>
class ListHook
{
public:
    ListHook() noexcept = default;
    ListHook(ListHook const&) = delete;
    ListHook& operator=(ListHook const&) = delete;
    ~ListHook() = default;

    [[nodiscard]] bool linked() const noexcept { return next_ != nullptr; }

private:
    template <class, class>
    friend class IntrusiveList;

    ListHook* next_{nullptr};
    ListHook* previous_{nullptr};
};

/// A doubly linked list of objects that live elsewhere: nothing is allocated, and leaving it costs the same from any place.
template <class T, class Tag>
class IntrusiveList
{
public:
    IntrusiveList() noexcept { head_.next_ = head_.previous_ = &head_; }

    IntrusiveList(IntrusiveList const&) = delete;
    IntrusiveList& operator=(IntrusiveList const&) = delete;
    ~IntrusiveList() = default;

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] T* front() noexcept { return get(head_.next_); }

    [[nodiscard]] T* back() noexcept { return get(head_.previous_); }

    [[nodiscard]] T* after(T& object) noexcept { return get(static_cast<ListHook<Tag>&>(object).next_); }

    void push_back(T& object) noexcept { link(object, *head_.previous_); }

    void push_front(T& object) noexcept { link(object, head_); }

    void remove(T& object) noexcept
    {
        ListHook<Tag>& hook = object;
        hook.previous_->next_ = hook.next_;
        hook.next_->previous_ = hook.previous_;
        hook.next_ = hook.previous_ = nullptr;
        --size_;
    }

    T* pop_front() noexcept
    {
        T* const object = front();
        if (object != nullptr) remove(*object);
        return object;
    }

private:
    T* get(ListHook<Tag>* hook) noexcept { return hook == &head_ ? nullptr : static_cast<T*>(hook); }

    void link(ListHook<Tag>& hook, ListHook<Tag>& behind) noexcept
    {
        hook.previous_ = &behind;
        hook.next_ = behind.next_;
        behind.next_->previous_ = &hook;
        behind.next_ = &hook;
        ++size_;
    }

    ListHook<Tag> head_;
    std::size_t size_{0};
};

} // namespace clerk::detail
