#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace clerk::detail {

/// A node of a `TimerWheel`; base class of scheduled objects. Must not be scheduled when it is destroyed.
class TimerNode
{
public:
    TimerNode() noexcept = default;
    TimerNode(TimerNode const&) = delete;
    TimerNode& operator=(TimerNode const&) = delete;
    ~TimerNode() = default;

    [[nodiscard]] bool scheduled() const noexcept { return next_ != nullptr; }

private:
    friend class TimerWheel;

    TimerNode* next_{nullptr};
    TimerNode* previous_{nullptr};
    std::uint64_t tick_{0};
    std::uint16_t slot_{0};
};

/// A hierarchical timing wheel. Time is a number of ticks that never decreases.
///
/// Scheduling and cancelling take constant time and allocate nothing, so a hundred thousand waiting calls need only one timer. A
/// node lies at the level of the highest 6-bit digit in which its tick differs from now, so everything on a level comes before
/// everything on the levels above. Not thread-safe.
class TimerWheel
{
public:
    using Tick = std::uint64_t;

    TimerWheel() noexcept;
    TimerWheel(TimerWheel const&) = delete;
    TimerWheel& operator=(TimerWheel const&) = delete;
    ~TimerWheel() = default;

    /// Schedules the node, or moves it. A tick in the past is due at the next `advance`, or in the running one.
    void schedule(TimerNode& node, Tick tick) noexcept;

    /// Removes the node if it is scheduled.
    void cancel(TimerNode& node) noexcept;

    /// Returns when to call `advance` next: not after the first scheduled tick. Nothing if no node is scheduled.
    [[nodiscard]] std::optional<Tick> next() const noexcept;

    /// Moves time forward to the earliest node that is due, and removes it. Null if none is due.
    TimerNode* pop_due(Tick now) noexcept;

    /// Removes every node that is due and calls `due(node)`, which may schedule and cancel any node.
    template <class Due>
    void advance(Tick now, Due due)
    {
        while (TimerNode* const node = pop_due(now)) due(*node);
    }

    /// Returns any scheduled node, or null.
    [[nodiscard]] TimerNode* any() const noexcept;

private:
    static constexpr unsigned digit_bits = 6;
    static constexpr unsigned slots = 1U << digit_bits;
    static constexpr unsigned levels = 7;
    static constexpr Tick last_tick = (Tick{1} << (levels * digit_bits)) - 1; // 139 years of milliseconds

    void cascade(unsigned slot) noexcept;
    void link(TimerNode& node) noexcept;

    Tick current_{0};
    std::array<std::uint64_t, levels> occupied_{};
    std::array<TimerNode, levels * slots> heads_;
};

/// A node of the engine's timer wheel, and its kind.
class TimerEntry : public TimerNode
{
public:
    enum class Kind : std::uint8_t
    {
        call,
        connection,
        connects, ///< delayed connection attempts
        lifecycle ///< a shutdown or warm-up
    };

    [[nodiscard]] Kind kind() const noexcept { return kind_; }

protected:
    explicit TimerEntry(Kind kind) noexcept : kind_{kind} {}

    ~TimerEntry() = default;

private:
    Kind kind_;
};

} // namespace clerk::detail
