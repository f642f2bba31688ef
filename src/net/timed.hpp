#pragma once

#include "policy/timer_wheel.hpp"

#include <cstdint>

namespace clerk::detail {

/// What waits for a moment in the engine's wheel, and which kind of thing it is.
class Timed : public TimerNode
{
public:
    enum class Kind : std::uint8_t
    {
        operation,
        connection,
        connects, ///< that were put off
        grace
    };

    [[nodiscard]] Kind kind() const noexcept { return kind_; }

protected:
    explicit Timed(Kind kind) noexcept : kind_{kind} {}

    ~Timed() = default;

private:
    Kind kind_;
};

} // namespace clerk::detail
