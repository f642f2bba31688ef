#pragma once

#include "policy/timer_entry.hpp"

#include <clerk/result.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace clerk::detail {

class Connection;

/// A pending shutdown.
class ShutdownWait : public Timed
{
public:
    explicit ShutdownWait(std::chrono::milliseconds grace_time) noexcept : Timed{Kind::grace}, grace{grace_time} {}

    virtual ~ShutdownWait() = default;

    /// Has the handler called. Called once.
    virtual void complete() = 0;

    std::chrono::milliseconds const grace;
};

/// A pending warm-up.
class WarmUpWait
{
public:
    virtual ~WarmUpWait() = default;

    /// Has the handler called. Called once.
    virtual void complete(Result<std::size_t> open) = 0;

    // The rest is the engine's, under its mutex.
    std::vector<Connection const*> awaited; ///< being opened
    /// The argument of `complete`; until it is known, the last error.
    Result<std::size_t> outcome{0};
    std::shared_ptr<WarmUpWait> next; ///< in `Engine::After`
};

} // namespace clerk::detail
