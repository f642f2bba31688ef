#pragma once

#include <clerk/detail/initiation.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/defer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

#include <utility>

namespace clerk::detail {

/// The executor of a handler. Keeps outstanding work on it until the handler was invoked.
class Completion
{
public:
    /// @param own  the client's executor
    Completion(CompletionExecutor where, boost::asio::any_io_executor const& own)
        : Completion{std::move(where.executor), where.exact, where.exact && where.executor == own, own}
    {}

    /// Whether the handler's executor is the client's own.
    [[nodiscard]] bool same_executor() const noexcept { return same_executor_; }

    /// Returns whether the handler runs on another context. When it runs, the client's context may be destroyed at any moment, so
    /// nothing may depend on it afterwards.
    [[nodiscard]] bool other_context() const noexcept { return other_context_; }

    /// Posts a function that invokes the handler, as a continuation: no other thread is woken.
    template <class Function>
    void post(Function&& function) const
    {
        boost::asio::defer(executor_, std::forward<Function>(function));
    }

    /// Calls the handler, on the thread that the posted function runs on.
    template <class Handler, class... Arguments>
    void invoke(Handler& handler, Arguments&&... arguments) const
    {
        if (exact_) return std::move(handler)(std::forward<Arguments>(arguments)...);
        auto const executor = boost::asio::get_associated_executor(handler, executor_);
        boost::asio::dispatch(executor, [handler = std::move(handler), ... bound = std::forward<Arguments>(arguments)]() mutable {
            std::move(handler)(std::move(bound)...);
        });
    }

private:
    Completion(boost::asio::any_io_executor&& executor, bool exact, bool same_executor, boost::asio::any_io_executor const& own)
        : executor_{boost::asio::prefer(std::move(executor), boost::asio::execution::outstanding_work.tracked)}, exact_{exact},
          same_executor_{same_executor},
          other_context_{!same_executor && &boost::asio::query(executor_, boost::asio::execution::context) !=
                                               &boost::asio::query(own, boost::asio::execution::context)}
    {}

    boost::asio::any_io_executor executor_;
    bool exact_;
    bool same_executor_;
    bool other_context_;
};

/// Outstanding work on the client's executor: between two calls of an operation whose handler runs on another context, nothing
/// else would keep the client's context running.
class ClientWork
{
public:
    explicit ClientWork(boost::asio::any_io_executor const& own)
        : executor_{boost::asio::prefer(own, boost::asio::execution::outstanding_work.tracked)}
    {}

    /// Called before the handler: afterwards, the context may be destroyed at any moment.
    void reset() noexcept { executor_ = nullptr; }

private:
    boost::asio::any_io_executor executor_;
};

} // namespace clerk::detail
