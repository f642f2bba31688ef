#pragma once

#include "transport/completion.hpp"

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <memory>
#include <utility>

namespace clerk::detail {

/// Base of an operation that makes several calls, one after the other. Its handlers, including those of the calls, run on the
/// executor of the completion handler.
///
/// @tparam T argument of the completion handler
template <class T>
class ComposedOp
{
public:
    using Handler = HandlerOf<T>;

    ComposedOp(ComposedOp const&) = delete;
    ComposedOp& operator=(ComposedOp const&) = delete;

protected:
    /// @param own the client's executor
    ComposedOp(Handler&& handler, CompletionExecutor&& where, boost::asio::any_io_executor const& own)
        : work_{own}, executor_{where.executor}, exact_{where.exact}, handler_{std::move(handler)},
          completion_{std::move(where), own}
    {}

    ~ComposedOp() = default;

    /// Connects the slot of the handler. Weak, because the handler may own the slot.
    void connect_cancellation(std::weak_ptr<ComposedOp> self)
    {
        auto slot = handler_.get_cancellation_slot();
        if (!slot.is_connected()) return;
        slot.assign([self = std::move(self)](boost::asio::cancellation_type_t type) {
            auto const op = self.lock();
            if (!op || type == boost::asio::cancellation_type::none) return;
            op->cancelled_ = true;
            op->signal_.emit(type);
        });
    }

    /// Whether no further call may be started.
    [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }

    /// Invokes `start(handler)`, which starts a call with that handler.
    template <class CallHandler, class Start>
    void begin_call(CallHandler&& handler, Start start)
    {
        auto with_slot = boost::asio::bind_cancellation_slot(signal_.slot(), std::forward<CallHandler>(handler));
        if (exact_) return start(boost::asio::bind_executor(executor_, std::move(with_slot)));
        boost::asio::any_completion_executor const executor{boost::asio::get_associated_executor(handler_, executor_)};
        start(boost::asio::bind_executor(executor, std::move(with_slot)));
    }

    /// Posts a function that calls `complete`. For results that are known at the start.
    template <class Function>
    void post(Function&& function)
    {
        work_.reset();
        completion_.post(std::forward<Function>(function));
    }

    /// Invokes the completion handler. Called on its executor.
    void complete(T&& result)
    {
        work_.reset();
        handler_.get_cancellation_slot().clear();
        auto handler = std::move(handler_);
        completion_.invoke(handler, std::move(result));
    }

private:
    ClientWork work_;
    boost::asio::any_io_executor executor_;
    bool exact_;
    bool cancelled_{false};
    boost::asio::cancellation_signal signal_;
    Handler handler_;
    Completion completion_;
};

} // namespace clerk::detail
