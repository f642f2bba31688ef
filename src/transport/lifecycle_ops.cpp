#include "transport/lifecycle_ops.hpp"

#include "transport/engine.hpp"

#include <boost/asio/cancellation_type.hpp>

#include <new>
#include <utility>

namespace clerk::detail {

namespace {

/// Connects the handler's cancellation slot to the operation. Weak, because the handler may own the slot.
template <class Handler, class Op>
void connect_cancellation(Handler& handler, std::weak_ptr<Op> op, std::weak_ptr<Engine> engine)
{
    auto slot = handler.get_cancellation_slot();
    if (!slot.is_connected()) return;
    slot.assign([op = std::move(op), engine = std::move(engine)](boost::asio::cancellation_type_t type) {
        auto const target = op.lock();
        auto const owner = engine.lock();
        if (target && owner && type != boost::asio::cancellation_type::none) owner->cancel(target);
    });
}

/// Posts the function, after the operation has given up the engine: the handler's executor does not touch the client.
///
/// @returns the engine
/// @throws std::bad_alloc without any effect
template <class Function>
std::shared_ptr<Engine> post_handler(std::shared_ptr<Engine>& of_operation, Completion const& completion, Function&& function)
{
    auto engine = std::move(of_operation);
    try
    {
        completion.post(std::forward<Function>(function));
    }
    catch (std::bad_alloc const&)
    {
        of_operation = std::move(engine);
        throw;
    }
    return engine;
}

} // namespace

ShutdownOp::ShutdownOp(std::shared_ptr<Engine> engine, std::chrono::milliseconds grace_time, ShutdownHandler&& handler,
                       CompletionExecutor&& where)
    : grace{grace_time}, engine_{std::move(engine)}, handler_{std::move(handler)},
      completion_{std::move(where), engine_->executor()}
{}

void ShutdownOp::start()
{
    connect_cancellation(handler_, weak_from_this(), std::weak_ptr{engine_});
    auto const engine = engine_; // `complete` releases it
    engine->shutdown(shared_from_this());
}

void ShutdownOp::complete()
{
    post_handler(engine_, completion_, [self = shared_from_this()] {
        self->handler_.get_cancellation_slot().clear();
        auto handler = std::move(self->handler_);
        self->completion_.invoke(handler);
    });
}

WarmUpOp::WarmUpOp(std::shared_ptr<Engine> engine, WarmUpHandler&& handler, CompletionExecutor&& where)
    : engine_{std::move(engine)}, handler_{std::move(handler)}, completion_{std::move(where), engine_->executor()}
{
    engine_->on_call_created();
}

WarmUpOp::~WarmUpOp()
{
    if (engine_) engine_->on_call_delivered();
}

void WarmUpOp::start(std::size_t connections)
{
    connect_cancellation(handler_, weak_from_this(), std::weak_ptr{engine_});
    auto const engine = engine_; // `complete` releases it
    engine->warm_up(shared_from_this(), connections);
}

void WarmUpOp::complete()
{
    auto const engine = post_handler(engine_, completion_, [self = shared_from_this()] {
        self->handler_.get_cancellation_slot().clear();
        auto handler = std::move(self->handler_);
        self->completion_.invoke(handler, std::move(self->outcome));
    });
    engine->on_call_delivered();
}

} // namespace clerk::detail
