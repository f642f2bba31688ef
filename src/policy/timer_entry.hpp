#pragma once

#include "policy/timer_wheel.hpp"

#include <cstdint>

namespace clerk::detail {

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
