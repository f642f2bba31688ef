#pragma once

#include "policy/timer_wheel.hpp"

#include <cstdint>

namespace clerk::detail {

/// A node of the engine's timer wheel, and its kind.
class Timed : public TimerNode
{
public:
    enum class Kind : std::uint8_t
    {
        operation,
        connection,
        connects, ///< delayed connection attempts
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
