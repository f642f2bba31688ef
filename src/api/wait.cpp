#include "api/wait.hpp"

#include "transport/call_errors.hpp"

#include <boost/asio/cancellation_type.hpp>

namespace clerk::detail {

namespace {

/// Connects the handler's cancellation slot to the wait. Weak, because the handler may own the slot.
template <class Handler, class Wait, class OnCancel>
void connect_cancellation(Handler& handler, std::shared_ptr<Wait> const& wait, std::weak_ptr<ClientCore> core, OnCancel on_cancel)
{
    auto slot = handler.get_cancellation_slot();
    if (!slot.is_connected()) return;
    slot.assign([weak = std::weak_ptr{wait}, weak_core = std::move(core), on_cancel](boost::asio::cancellation_type_t type) {
        auto const target = weak.lock();
        auto const client = weak_core.lock();
        if (target && client && type != boost::asio::cancellation_type::none) on_cancel(client->engine(), target);
    });
}

class HandledShutdown final : public ShutdownWait, public std::enable_shared_from_this<HandledShutdown>
{
public:
    HandledShutdown(std::shared_ptr<ClientCore> core, std::chrono::milliseconds grace_time, ShutdownHandler&& handler,
                    CompletionExecutor&& where)
        : ShutdownWait{grace_time}, core_{std::move(core)}, handler_{std::move(handler)},
          completion_{std::move(where), core_->engine().executor()}
    {}

    void start()
    {
        connect_cancellation(handler_, shared_from_this(), core_, [](Engine& engine, auto const& wait) { engine.cancel(wait); });
        auto const core = core_; // completing lets go of it
        core->engine().shutdown(shared_from_this());
    }

    void complete() override
    {
        auto const core = std::move(core_); // nothing of the client is touched on the handler's executor
        completion_.post([self = shared_from_this()] {
            self->handler_.get_cancellation_slot().clear();
            auto handler = std::move(self->handler_);
            self->completion_.invoke(handler);
        });
    }

private:
    std::shared_ptr<ClientCore> core_;
    ShutdownHandler handler_;
    Completion completion_;
};

class HandledWarmUp final : public WarmUpWait, public std::enable_shared_from_this<HandledWarmUp>
{
public:
    HandledWarmUp(std::shared_ptr<ClientCore> core, WarmUpHandler&& handler, CompletionExecutor&& where)
        : core_{std::move(core)}, handler_{std::move(handler)}, completion_{std::move(where), core_->engine().executor()}
    {}

    ~HandledWarmUp() override
    {
        if (core_) core_->engine().delivered();
    }

    void start(std::size_t connections)
    {
        connect_cancellation(handler_, shared_from_this(), core_, [](Engine& engine, auto const& wait) {
            engine.cancel(wait, stop_failure(Operation::Stop::cancelled, {}, Phase::connect));
        });
        auto const core = core_; // completing lets go of it
        core->engine().warm_up(shared_from_this(), connections);
    }

    void complete(Result<std::size_t> open) override
    {
        outcome = std::move(open);
        auto const core = std::move(core_); // nothing of the client is touched on the handler's executor
        completion_.post([self = shared_from_this()] {
            self->handler_.get_cancellation_slot().clear();
            auto handler = std::move(self->handler_);
            self->completion_.invoke(handler, std::move(self->outcome));
        });
        core->engine().delivered();
    }

private:
    std::shared_ptr<ClientCore> core_;
    WarmUpHandler handler_;
    Completion completion_;
};

} // namespace

void begin_warm_up(std::shared_ptr<ClientCore> core, std::size_t connections, WarmUpHandler handler, CompletionExecutor&& where)
{
    std::make_shared<HandledWarmUp>(std::move(core), std::move(handler), std::move(where))->start(connections);
}

void begin_shutdown(std::shared_ptr<ClientCore> core, std::chrono::milliseconds grace, ShutdownHandler handler,
                    CompletionExecutor&& where)
{
    std::make_shared<HandledShutdown>(std::move(core), grace, std::move(handler), std::move(where))->start();
}

} // namespace clerk::detail
