#pragma once

#include "api/client_core.hpp"
#include "api/completion.hpp"
#include "transport/waits.hpp"

#include <boost/asio/any_completion_handler.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace clerk::detail {

using WarmUpHandler = boost::asio::any_completion_handler<void(Result<std::size_t>)>;
using ShutdownHandler = boost::asio::any_completion_handler<void()>;

void begin_warm_up(std::shared_ptr<ClientCore> core, std::size_t connections, WarmUpHandler handler, CompletionExecutor&& where);
void begin_shutdown(std::shared_ptr<ClientCore> core, std::chrono::milliseconds grace, ShutdownHandler handler,
                    CompletionExecutor&& where);

struct LaunchWarmUp
{
    std::shared_ptr<ClientCore> core;
    std::size_t connections;

    template <class Handler>
    void operator()(Handler&& handler) const
    {
        auto where = completion_executor(handler, core->engine().executor());
        begin_warm_up(core, connections, std::forward<Handler>(handler), std::move(where));
    }
};

struct LaunchShutdown
{
    std::shared_ptr<ClientCore> core;
    std::chrono::milliseconds grace;

    template <class Handler>
    void operator()(Handler&& handler) const
    {
        auto where = completion_executor(handler, core->engine().executor());
        begin_shutdown(core, grace, std::forward<Handler>(handler), std::move(where));
    }
};

} // namespace clerk::detail
