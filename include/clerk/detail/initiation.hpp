#pragma once

#include <clerk/api_request.hpp>
#include <clerk/create_invitation_params.hpp>
#include <clerk/detail/prepared_call.hpp>
#include <clerk/export.hpp>
#include <clerk/invitation.hpp>
#include <clerk/invite_many_options.hpp>
#include <clerk/list_invitations_params.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace clerk {
class Invitations;
}

namespace clerk::detail {

class ClientCore;
class PagerState;

/// Takes an exception of a callback. Null: the exception leaves the function that runs the handler.
using ExceptionSlot = std::shared_ptr<std::exception_ptr>;

/// A completion handler of one argument. Takes it by reference, because each move has a cost.
template <class T>
using HandlerOf = boost::asio::any_completion_handler<void(T&&)>;

template <class T>
using CallHandler = HandlerOf<Result<T>>;

using WarmUpHandler = HandlerOf<Result<std::size_t>>;
using ShutdownHandler = boost::asio::any_completion_handler<void()>;
using InviteManyHandler = HandlerOf<std::vector<Result<Invitation>>>;
using AllHandler = HandlerOf<Result<std::vector<Invitation>>>;
using NextPageHandler = HandlerOf<Result<std::optional<InvitationPage>>>;

/// The executor that a handler must run on.
struct CompletionExecutor
{
    boost::asio::any_io_executor executor;
    /// False if the handler's executor cannot be stored as an `any_io_executor`: the handler is dispatched to it from this one.
    bool exact{true};
};

/// The executor of a client. Asserts that the handle that holds `core` was not moved from.
CLERK_EXPORT boost::asio::any_io_executor const& executor_of(std::shared_ptr<ClientCore> const& core) noexcept;

CLERK_EXPORT void initiate_call(std::shared_ptr<ClientCore>, PreparedCall&&, CallHandler<Invitation>&&, CompletionExecutor&&);
CLERK_EXPORT void initiate_call(std::shared_ptr<ClientCore>, PreparedCall&&, CallHandler<std::vector<Invitation>>&&,
                                CompletionExecutor&&);
CLERK_EXPORT void initiate_call(std::shared_ptr<ClientCore>, PreparedCall&&, CallHandler<InvitationPage>&&, CompletionExecutor&&);
CLERK_EXPORT void initiate_call(std::shared_ptr<ClientCore>, PreparedCall&&, CallHandler<ApiResponse>&&, CompletionExecutor&&);

CLERK_EXPORT void initiate_warm_up(std::shared_ptr<ClientCore>, std::size_t connections, WarmUpHandler&&, CompletionExecutor&&);
CLERK_EXPORT void initiate_shutdown(std::shared_ptr<ClientCore>, std::chrono::milliseconds grace, ShutdownHandler&&,
                                    CompletionExecutor&&);
CLERK_EXPORT void initiate_next_page(std::shared_ptr<PagerState>, NextPageHandler&&, CompletionExecutor&&);

CLERK_EXPORT void initiate_all(Invitations const&, ListInvitationsParams const&, std::size_t max, RequestOptions, AllHandler&&,
                               CompletionExecutor&&);
CLERK_EXPORT void initiate_invite_many(Invitations const&, std::vector<CreateInvitationParams>&&, InviteManyOptions&&,
                                       InviteManyHandler&&, CompletionExecutor&&, ExceptionSlot);

template <class Handler>
CompletionExecutor completion_executor(Handler const& handler, boost::asio::any_io_executor const& fallback)
{
    using Executor = boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>;
    if constexpr (std::convertible_to<Executor, boost::asio::any_io_executor>)
        return {boost::asio::get_associated_executor(handler, fallback), true};
    else
        return {fallback, false};
}

/// The initiation of a call with any completion token.
template <class T>
struct Initiation
{
    std::shared_ptr<ClientCore> core;

    using executor_type = boost::asio::any_io_executor;

    executor_type get_executor() const noexcept { return executor_of(core); }

    template <class Handler>
    void operator()(Handler&& handler, PreparedCall&& call) const
    {
        auto executor = completion_executor(handler, executor_of(core));
        initiate_call(core, std::move(call), CallHandler<T>{std::forward<Handler>(handler)}, std::move(executor));
    }

    /// For a deferred operation that is started more than once.
    template <class Handler>
    void operator()(Handler&& handler, PreparedCall const& call) const
    {
        (*this)(std::forward<Handler>(handler), PreparedCall{call});
    }
};

/// The initiation of `InvitationPager::next` with any completion token.
struct NextPageInitiation
{
    std::shared_ptr<PagerState> pager;
    boost::asio::any_io_executor executor;

    using executor_type = boost::asio::any_io_executor;

    executor_type get_executor() const noexcept { return executor; }

    template <class Handler>
    void operator()(Handler&& handler) const
    {
        auto where = completion_executor(handler, executor);
        initiate_next_page(pager, NextPageHandler{std::forward<Handler>(handler)}, std::move(where));
    }
};

/// The initiation of `Invitations::all` with any completion token.
struct AllInitiation
{
    boost::asio::any_io_executor executor;

    using executor_type = boost::asio::any_io_executor;

    executor_type get_executor() const noexcept { return executor; }

    template <class Handler>
    void operator()(Handler&& handler, Invitations const& invitations, ListInvitationsParams const& params, std::size_t max,
                    RequestOptions options) const
    {
        auto where = completion_executor(handler, executor);
        initiate_all(invitations, params, max, options, AllHandler{std::forward<Handler>(handler)}, std::move(where));
    }
};

/// The initiation of `Invitations::invite_many` with any completion token.
struct InviteManyInitiation
{
    boost::asio::any_io_executor executor;
    ExceptionSlot thrown;

    using executor_type = boost::asio::any_io_executor;

    executor_type get_executor() const noexcept { return executor; }

    template <class Handler>
    void operator()(Handler&& handler, Invitations const& invitations, std::vector<CreateInvitationParams> params,
                    InviteManyOptions options) const
    {
        auto where = completion_executor(handler, executor);
        initiate_invite_many(invitations, std::move(params), std::move(options),
                             InviteManyHandler{std::forward<Handler>(handler)}, std::move(where), thrown);
    }
};

/// The initiation of a warm-up with any completion token.
struct WarmUpInitiation
{
    std::shared_ptr<ClientCore> core;

    using executor_type = boost::asio::any_io_executor;

    executor_type get_executor() const noexcept { return executor_of(core); }

    template <class Handler>
    void operator()(Handler&& handler, std::size_t connections) const
    {
        auto executor = completion_executor(handler, executor_of(core));
        initiate_warm_up(core, connections, WarmUpHandler{std::forward<Handler>(handler)}, std::move(executor));
    }
};

/// The initiation of a shutdown with any completion token.
struct ShutdownInitiation
{
    std::shared_ptr<ClientCore> core;

    using executor_type = boost::asio::any_io_executor;

    executor_type get_executor() const noexcept { return executor_of(core); }

    template <class Handler>
    void operator()(Handler&& handler, std::chrono::milliseconds grace) const
    {
        auto executor = completion_executor(handler, executor_of(core));
        initiate_shutdown(core, grace, ShutdownHandler{std::forward<Handler>(handler)}, std::move(executor));
    }
};

} // namespace clerk::detail
