#pragma once

#include "transport/actions.hpp"
#include "transport/completion.hpp"

#include <clerk/detail/initiation.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace clerk::detail {

class Engine; // NOLINT(cppcoreguidelines-virtual-class-destructor): it is final

/// A pending shutdown and its handler.
class ShutdownOp final : public LifecycleOp, public std::enable_shared_from_this<ShutdownOp>
{
public:
    /// @param engine shares the ownership of the client
    ShutdownOp(std::shared_ptr<Engine> engine, std::chrono::milliseconds grace_time, ShutdownHandler&& handler,
               CompletionExecutor&& where);

    void start();

    void complete() override;

    std::chrono::milliseconds const grace;

private:
    std::shared_ptr<Engine> engine_;
    ShutdownHandler handler_;
    Completion completion_;
};

/// A pending warm-up and its handler.
class WarmUpOp final : public PendingWarmUp, public std::enable_shared_from_this<WarmUpOp>
{
public:
    /// @param engine shares the ownership of the client
    WarmUpOp(std::shared_ptr<Engine> engine, WarmUpHandler&& handler, CompletionExecutor&& where);
    WarmUpOp(WarmUpOp const&) = delete;
    WarmUpOp& operator=(WarmUpOp const&) = delete;
    ~WarmUpOp() override;

    void start(std::size_t connections);

    void complete() override;

private:
    std::shared_ptr<Engine> engine_;
    WarmUpHandler handler_;
    Completion completion_;
};

} // namespace clerk::detail
