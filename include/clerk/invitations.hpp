#pragma once

#include <clerk/create_invitation_params.hpp>
#include <clerk/detail/initiation.hpp>
#include <clerk/detail/misuse.hpp>
#include <clerk/export.hpp>
#include <clerk/invitation.hpp>
#include <clerk/invitation_pager.hpp>
#include <clerk/invite_many_options.hpp>
#include <clerk/list_invitations_params.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk {

class Client;

namespace detail {
class InviteManyRun;
}

/// The invitations of one Clerk instance. A handle: cheap to copy; see `Client::invitations`.
///
/// @par Thread safety
/// Safe to use from any thread, including the same object, except for assignment.
/// @par Lifetimes
/// May be destroyed while calls are running, like its `Client`: the calls complete normally. If the context is destroyed first,
/// handlers are destroyed without being invoked. A moved-from handle, and a handle without its context, may only be assigned to
/// or destroyed; debug builds of the library assert this.
class CLERK_EXPORT Invitations
{
public:
    /// The type of `get_executor()`.
    using executor_type = boost::asio::any_io_executor;

    /// Returns the executor of the client.
    [[nodiscard]] executor_type get_executor() const noexcept { return detail::executor_of(core_); }

    /// Creates an invitation and, unless `notify` is false, has Clerk send it by e-mail.
    ///
    /// The parameters are validated and encoded before this function returns. The call starts when it is awaited. A value means
    /// that the invitation exists, not that the e-mail was delivered.
    /// @par Errors
    /// - `invalid_argument`: the parameters are invalid. Nothing was sent.
    /// - `api` with code `duplicate_record`: the address is already invited and `ignore_existing` is not set.
    /// - `api` with code `form_identifier_exists`: the address belongs to a user.
    /// - `rate_limited`: more than 100 requests in an hour.
    /// - Any other kind; see `ClerkError::delivery`.
    /// @par Retry
    /// Not idempotent. Retried only if no byte of the request was sent, after 429, and after 408 on a reused connection, within
    /// the deadline. With `RetryOptions::recover_unknown`, the call looks for its effect if the response is lost.
    /// @par Cancellation
    /// Supports terminal, partial and total cancellation; the result is `cancelled`. Before the first byte of the request is
    /// written, nothing is sent and the connection stays open. Afterwards, total cancellation is ignored, and the others close
    /// the connection.
    /// @par Executor
    /// Resumes on the executor of the awaiting coroutine.
    /// @par Exception safety
    /// Throws `std::bad_alloc` only.
    /// @see https://clerk.com/docs/reference/backend/invitations/create-invitation
    [[nodiscard]] boost::asio::awaitable<Result<Invitation>> create(CreateInvitationParams const& params,
                                                                    RequestOptions options = {}) const;

    /// As above, with any completion token of signature `void(Result<Invitation>)`.
    ///
    /// @par Executor
    /// Completes on the associated executor of the handler; the default is the client's executor. Never completes inside this
    /// function.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto create(CreateInvitationParams const& params, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<Invitation>)>(detail::Initiation<Invitation>{core_}, token,
                                                                            prepare_create(params, options));
    }

    /// As above, with the options of the client.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto create(CreateInvitationParams const& params, Token&& token) const
    {
        return create(params, RequestOptions{}, std::forward<Token>(token));
    }

    /// Creates 1 to 10 invitations in one request: all of them or none. Otherwise like `create`.
    ///
    /// With g++ 12, store the vector in a variable before the `co_await`: the compiler destroys a braced list inside of it twice.
    /// @returns the invitations in the order of the parameters
    /// @par Errors
    /// As for `create`. `invalid_argument` has the index of the item. For `duplicate_record`, `ApiError::meta` has the addresses
    /// that are already invited. Clerk allows 25 requests an hour.
    /// @see https://clerk.com/docs/reference/backend/invitations/create-invitation-bulk
    [[nodiscard]] boost::asio::awaitable<Result<std::vector<Invitation>>>
    create_bulk(std::vector<CreateInvitationParams> const& params, RequestOptions options = {}) const;

    /// As above, with any completion token of signature `void(Result<std::vector<Invitation>>)`.
    template <boost::asio::completion_token_for<void(Result<std::vector<Invitation>>)> Token>
    auto create_bulk(std::vector<CreateInvitationParams> const& params, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<std::vector<Invitation>>)>(
            detail::Initiation<std::vector<Invitation>>{core_}, token, prepare_create_bulk(params, options));
    }

    /// As above, with the options of the client.
    template <boost::asio::completion_token_for<void(Result<std::vector<Invitation>>)> Token>
    auto create_bulk(std::vector<CreateInvitationParams> const& params, Token&& token) const
    {
        return create_bulk(params, RequestOptions{}, std::forward<Token>(token));
    }

    /// Invites any number of people with bulk and single creates, within Clerk's rate limits.
    ///
    /// A refused address does not affect the others. A create whose effect is unknown is never repeated; the result of its item
    /// says so.
    /// @returns one result for each item, in their order
    /// @par Errors
    /// Of each item: as for `create`. Items that were not started have the error that stopped the run, with `Delivery::not_sent`.
    /// A run stops after a cancellation, at its deadline, after a refusal that does not concern the invitees (see
    /// `concerns_invitee`), and after `max_failures`.
    /// @par Retry
    /// As for `create` and `create_bulk`. After 429 the run continues when the limit ends.
    /// @par Cancellation
    /// Supports terminal, partial and total cancellation: begins no further requests, cancels the running ones and returns all
    /// results.
    /// @par Exception safety
    /// An exception of a callback stops the run like a cancellation. This form then throws it from the `co_await`. With a
    /// completion token, the handler is invoked with the results, and the exception leaves the function that ran the handler, for
    /// example `io_context::run`.
    /// @par Lifetimes
    /// The client and this handle may be destroyed while the run is in progress.
    [[nodiscard]] boost::asio::awaitable<std::vector<Result<Invitation>>> invite_many(std::vector<CreateInvitationParams> params,
                                                                                      InviteManyOptions options = {}) const;

    /// As above, with any completion token of signature `void(std::vector<Result<Invitation>>)`.
    ///
    /// @par Executor
    /// Completes on the associated executor of the handler; the default is the client's executor. An associated executor that
    /// `any_io_executor` cannot hold is used for the handler only; callbacks are invoked on the client's executor.
    template <boost::asio::completion_token_for<void(std::vector<Result<Invitation>>)> Token>
    auto invite_many(std::vector<CreateInvitationParams> params, InviteManyOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(std::vector<Result<Invitation>>)>(
            detail::InviteManyInitiation{get_executor(), nullptr}, token, *this, std::move(params), std::move(options));
    }

    /// As above, with the default options.
    template <boost::asio::completion_token_for<void(std::vector<Result<Invitation>>)> Token>
    auto invite_many(std::vector<CreateInvitationParams> params, Token&& token) const
    {
        return invite_many(std::move(params), InviteManyOptions{}, std::forward<Token>(token));
    }

    /// Lists one page of the matching invitations, and their number on all pages.
    ///
    /// Validation, lifetimes, thread safety and cancellation as for `create`.
    /// @par Errors
    /// Any kind. `invalid_argument`: `limit` is not in 1 to 500, `offset` is negative, `order_by` is empty, or a text contains
    /// control characters or invalid UTF-8.
    /// @par Retry
    /// Idempotent. Retried within the deadline after a failed connection, an attempt timeout, 429, 502 to 504, and Cloudflare's
    /// 520 to 524.
    /// @see https://clerk.com/docs/reference/backend/invitations/get-invitation-list
    [[nodiscard]] boost::asio::awaitable<Result<InvitationPage>> list(ListInvitationsParams const& params = {},
                                                                      RequestOptions options = {}) const;

    /// As above, with any completion token of signature `void(Result<InvitationPage>)`.
    template <boost::asio::completion_token_for<void(Result<InvitationPage>)> Token>
    auto list(ListInvitationsParams const& params, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<InvitationPage>)>(detail::Initiation<InvitationPage>{core_}, token,
                                                                                prepare_list(params, options));
    }

    /// As above, with the options of the client.
    template <boost::asio::completion_token_for<void(Result<InvitationPage>)> Token>
    auto list(ListInvitationsParams const& params, Token&& token) const
    {
        return list(params, RequestOptions{}, std::forward<Token>(token));
    }

    /// Lists the matching invitations page by page.
    ///
    /// @param params `limit` is the page size (default: 100), `offset` the start
    /// @param options options of each request
    [[nodiscard]] InvitationPager pages(ListInvitationsParams const& params = {}, RequestOptions options = {}) const;

    /// Lists the matching invitations of all pages, in their order. Fails if the request for one of the pages fails.
    ///
    /// @param params as for `pages`
    /// @param max maximum number of invitations; further pages are not requested
    /// @param options options of each request
    /// @par Cancellation
    /// As for `list`.
    [[nodiscard]] boost::asio::awaitable<Result<std::vector<Invitation>>>
    all(ListInvitationsParams const& params = {}, std::size_t max = 10'000, RequestOptions options = {}) const;

    /// As above, with any completion token of signature `void(Result<std::vector<Invitation>>)`.
    template <boost::asio::completion_token_for<void(Result<std::vector<Invitation>>)> Token>
    auto all(ListInvitationsParams const& params, std::size_t max, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<std::vector<Invitation>>)>(detail::AllInitiation{get_executor()},
                                                                                         token, *this, params, max, options);
    }

    /// As above, with the options of the client.
    template <boost::asio::completion_token_for<void(Result<std::vector<Invitation>>)> Token>
    auto all(ListInvitationsParams const& params, std::size_t max, Token&& token) const
    {
        return all(params, max, RequestOptions{}, std::forward<Token>(token));
    }

    /// Revokes a pending invitation; its link no longer works.
    ///
    /// Lifetimes, thread safety, retry and cancellation as for `create`.
    /// @param id for example `inv_...`; the library percent-encodes it
    /// @param options timeout, attempts and so on of this call
    /// @returns the revoked invitation
    /// @par Errors
    /// - `invalid_argument`: the id is empty, `.` or `..`.
    /// - `api` with status 404 and code `resource_not_found`, or status 400 and code `invitation_already_revoked` or
    ///   `invitation_already_accepted`.
    /// - Any other kind.
    /// @see https://clerk.com/docs/reference/backend/invitations/revoke-invitation
    [[nodiscard]] boost::asio::awaitable<Result<Invitation>> revoke(std::string_view id, RequestOptions options = {}) const;

    /// As above, with any completion token of signature `void(Result<Invitation>)`.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto revoke(std::string_view id, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<Invitation>)>(detail::Initiation<Invitation>{core_}, token,
                                                                            prepare_revoke(id, options));
    }

    /// As above, with the options of the client.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto revoke(std::string_view id, Token&& token) const
    {
        return revoke(id, RequestOptions{}, std::forward<Token>(token));
    }

    CLERK_DETAIL_REFUSE_MISUSE(create, CreateInvitationParams const&, void(Result<Invitation>));
    CLERK_DETAIL_REFUSE_MISUSE(create_bulk, std::vector<CreateInvitationParams> const&, void(Result<std::vector<Invitation>>));
    CLERK_DETAIL_REFUSE_MISUSE(list, ListInvitationsParams const&, void(Result<InvitationPage>));
    CLERK_DETAIL_REFUSE_MISUSE(revoke, std::string_view, void(Result<Invitation>));
    CLERK_DETAIL_REFUSE_WRONG_TOKEN(invite_many, void(std::vector<Result<Invitation>>), std::vector<CreateInvitationParams>,
                                    InviteManyOptions);
    CLERK_DETAIL_REFUSE_WRONG_TOKEN(all, void(Result<std::vector<Invitation>>), ListInvitationsParams const&, std::size_t,
                                    RequestOptions);

private:
    friend class Client;
    friend class detail::InviteManyRun;

    Invitations(std::shared_ptr<detail::ClientCore> core, std::shared_ptr<detail::HandleHeaders const> fields) noexcept;

    [[nodiscard]] detail::PreparedCall prepare_create(CreateInvitationParams const& params, RequestOptions options) const;
    [[nodiscard]] detail::PreparedCall prepare_create_bulk(std::vector<CreateInvitationParams> const& params,
                                                           RequestOptions options) const;
    [[nodiscard]] detail::PreparedCall prepare_list(ListInvitationsParams const& params, RequestOptions options) const;
    [[nodiscard]] detail::PreparedCall prepare_revoke(std::string_view id, RequestOptions options) const;

    std::shared_ptr<detail::ClientCore> core_;
    std::shared_ptr<detail::HandleHeaders const> fields_; ///< null: the client's
};

} // namespace clerk
