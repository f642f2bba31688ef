#include "policy/timer_wheel.hpp"

#include <algorithm>
#include <bit>

namespace clerk::detail {

TimerWheel::TimerWheel() noexcept
{
    for (auto& head : heads_) head.next_ = head.previous_ = &head;
}

void TimerWheel::schedule(TimerNode& node, Tick tick) noexcept
{
    cancel(node);
    node.tick_ = std::clamp(tick, current_, last_tick);
    link(node);
}

void TimerWheel::cancel(TimerNode& node) noexcept
{
    if (!node.scheduled()) return;
    node.previous_->next_ = node.next_;
    node.next_->previous_ = node.previous_;
    node.next_ = node.previous_ = nullptr;
    auto const& head = heads_[node.slot_];
    if (head.next_ == &head) occupied_[node.slot_ / slots] &= ~(std::uint64_t{1} << (node.slot_ % slots));
}

std::optional<TimerWheel::Tick> TimerWheel::next() const noexcept
{
    for (unsigned level = 0; level < levels; ++level)
    {
        if (occupied_[level] == 0) continue;
        auto const digit = static_cast<Tick>(std::countr_zero(occupied_[level]));
        auto const shift = level * digit_bits;
        return ((current_ >> shift >> digit_bits) << digit_bits | digit) << shift;
    }
    return std::nullopt;
}

TimerNode* TimerWheel::any() const noexcept
{
    for (unsigned level = 0; level < levels; ++level)
        if (occupied_[level] != 0) return heads_[level * slots + static_cast<unsigned>(std::countr_zero(occupied_[level]))].next_;
    return nullptr;
}

TimerNode* TimerWheel::pop_due(Tick now) noexcept
{
    now = std::min(now, last_tick);
    for (auto start = next(); start && *start <= now; start = next())
    {
        current_ = *start;
        TimerNode& node = *any();
        if (node.slot_ < slots)
        {
            cancel(node);
            return &node;
        }
        cascade(node.slot_);
    }
    current_ = std::max(current_, now);
    return nullptr;
}

// All nodes in the slot differ from the current tick in a lower digit only.
void TimerWheel::cascade(unsigned slot) noexcept
{
    auto& head = heads_[slot];
    while (head.next_ != &head)
    {
        TimerNode& node = *head.next_;
        cancel(node);
        link(node);
    }
}

void TimerWheel::link(TimerNode& node) noexcept
{
    auto const differing = static_cast<unsigned>(std::bit_width(node.tick_ ^ current_));
    auto const level = differing == 0 ? 0 : (differing - 1) / digit_bits;
    auto const digit = static_cast<unsigned>(node.tick_ >> (level * digit_bits)) % slots;
    node.slot_ = static_cast<std::uint16_t>(level * slots + digit);
    auto& head = heads_[node.slot_];
    node.previous_ = head.previous_;
    node.next_ = &head;
    head.previous_->next_ = &node;
    head.previous_ = &node;
    occupied_[level] |= std::uint64_t{1} << digit;
}

} // namespace clerk::detail
