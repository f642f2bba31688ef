#pragma once

#include <clerk/create_invitation_params.hpp>
#include <clerk/detail/launch.hpp>
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

/// The invitations of one Clerk instance. A handle: cheap to copy, made by `Client::invitations()`.
///
/// @par Executor and threads
/// Any member from any thread at any time, on distinct or the same object, assignment excepted.
/// @par Lifetimes
/// May be destroyed while calls run, as may its `Client`: those end normally and the last one closes the pool. Where the client's
/// context is destroyed first, handlers are destroyed uninvoked.
class CLERK_EXPORT Invitations
{
public:
    /// Creates an invitation for an e-mail address and, unless `notify` is false, has Clerk send it.
    ///
    /// The params are validated and encoded before this returns, and are not needed after; the call begins when it is awaited.
    /// @par Errors
    /// Ends with any kind of `ClerkError`; `invalid_argument` for params that no server could accept, before anything is sent;
    /// `api` with code `duplicate_record` where the address is invited already and `ignore_existing` is not set, or
    /// `form_identifier_exists` where it belongs to a user; `rate_limited` over 100 requests an hour. `ClerkError::delivery` says
    /// whether it may have happened.
    /// @par Retry
    /// Not idempotent: repeated only where no byte of the request left, or after 429, and within the deadline. With
    /// `RetryOptions::recover_unknown`, one whose answer was lost is looked for.
    /// @par Cancellation
    /// Terminal and partial always; total until the first byte of the request is taken by the socket, then it is ignored. Before
    /// that byte nothing is sent and the connection lives on; after it the connection is closed. The result is `cancelled`.
    /// @par Executor and threads
    /// Any thread. Resumes on the executor of the awaiting coroutine.
    /// @par Lifetimes
    /// The client and this handle may be destroyed while the call runs.
    /// @par Exception safety
    /// Throws nothing but `std::bad_alloc`.
    /// @see https://clerk.com/docs/reference/backend/invitations/create-invitation
    [[nodiscard]] boost::asio::awaitable<Result<Invitation>> create(CreateInvitationParams const& params,
                                                                    RequestOptions options = {}) const;

    /// The same with any completion token, of signature `void(Result<Invitation>)`.
    ///
    /// @par Executor and threads
    /// The handler runs on its associated executor, by default the client's; never inside this call.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto create(CreateInvitationParams const& params, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<Invitation>)>(detail::Launch<Invitation>{core_}, token,
                                                                            prepare_create(params, options));
    }

    /// Creates an invitation with the client's own options. As above, with any completion token.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto create(CreateInvitationParams const& params, Token&& token) const
    {
        return create(params, RequestOptions{}, std::forward<Token>(token));
    }

    /// Creates 1 to 10 invitations at once: all of them, or none.
    ///
    /// As `create`, each of the params included. On g++ 12, name the vector before the `co_await`: a braced list inside of one is
    /// destroyed twice.
    /// @returns the invitations in the order of the params
    /// @par Errors
    /// As `create`; `invalid_argument` names the item by its index. For `duplicate_record`, `ApiError::meta` has the addresses
    /// that are invited already. Clerk allows 25 requests an hour.
    /// @see https://clerk.com/docs/reference/backend/invitations/create-invitation-bulk
    [[nodiscard]] boost::asio::awaitable<Result<std::vector<Invitation>>>
    create_bulk(std::vector<CreateInvitationParams> const& params, RequestOptions options = {}) const;

    /// The same with any completion token, of signature `void(Result<std::vector<Invitation>>)`.
    template <boost::asio::completion_token_for<void(Result<std::vector<Invitation>>)> Token>
    auto create_bulk(std::vector<CreateInvitationParams> const& params, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<std::vector<Invitation>>)>(
            detail::Launch<std::vector<Invitation>>{core_}, token, prepare_create_bulk(params, options));
    }

    /// Creates 1 to 10 invitations with the client's own options. As above, with any completion token.
    template <boost::asio::completion_token_for<void(Result<std::vector<Invitation>>)> Token>
    auto create_bulk(std::vector<CreateInvitationParams> const& params, Token&& token) const
    {
        return create_bulk(params, RequestOptions{}, std::forward<Token>(token));
    }

    /// Invites any number of people, by bulk and single creates, at the pace that Clerk's rate limits allow.
    ///
    /// One bad address fails alone. A create whose fate is unknown is never repeated: that person's result says so.
    /// @returns a result for each of the params, in their order. Never an error as a whole.
    /// @par Errors
    /// Of each: as of `create`. What was not begun, because of a cancellation, the deadline, a refusal that concerns everybody (a
    /// wrong key) or `max_failures`, has the error that stopped it and `delivery == not_sent`.
    /// @par Retry
    /// As `create` and `create_bulk`; after 429 it goes on when the limit ends.
    /// @par Cancellation
    /// Terminal, partial and total: begins nothing more, cancels what runs, and returns what is known.
    /// @par Lifetimes
    /// The client and this handle may be destroyed while it runs.
    [[nodiscard]] boost::asio::awaitable<std::vector<Result<Invitation>>> invite_many(std::vector<CreateInvitationParams> params,
                                                                                      InviteManyOptions options = {}) const;

    /// One page of the invitations that match, and how many there are on all pages.
    ///
    /// Validation, lifetimes, threads and cancellation as of `create`.
    /// @par Errors
    /// Any kind of `ClerkError`; `invalid_argument` for a limit outside of 1 to 500, a negative offset, an empty `order_by`, and
    /// for text with control characters or invalid UTF-8.
    /// @par Retry
    /// Idempotent: repeated within the deadline after a broken connection, an attempt that timed out, 429, 502, 503 and 504.
    /// @see https://clerk.com/docs/reference/backend/invitations/get-invitation-list
    [[nodiscard]] boost::asio::awaitable<Result<InvitationPage>> list(ListInvitationsParams const& params = {},
                                                                      RequestOptions options = {}) const;

    /// The same with any completion token, of signature `void(Result<InvitationPage>)`.
    template <boost::asio::completion_token_for<void(Result<InvitationPage>)> Token>
    auto list(ListInvitationsParams const& params, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<InvitationPage>)>(detail::Launch<InvitationPage>{core_}, token,
                                                                                prepare_list(params, options));
    }

    /// Lists one page of invitations with the client's own options. As above, with any completion token.
    template <boost::asio::completion_token_for<void(Result<InvitationPage>)> Token>
    auto list(ListInvitationsParams const& params, Token&& token) const
    {
        return list(params, RequestOptions{}, std::forward<Token>(token));
    }

    /// The invitations that match, page by page.
    ///
    /// @param params   `limit` is the size of a page, 100 where it is not set; `offset` is where to begin
    /// @param options  of each page's request
    [[nodiscard]] InvitationPager pages(ListInvitationsParams const& params = {}, RequestOptions options = {}) const;

    /// The invitations that match, of all pages, in their order; an error where one of the pages could not be had.
    ///
    /// @param max      how many at most: the rest is not asked for
    /// @param options  of each page's request
    [[nodiscard]] boost::asio::awaitable<Result<std::vector<Invitation>>>
    all(ListInvitationsParams const& params = {}, std::size_t max = 10'000, RequestOptions options = {}) const;

    /// Revokes a pending invitation, so that its link no longer works.
    ///
    /// Lifetimes, threads, retry and cancellation as of `create`.
    /// @param id  `inv_…`; sent percent-encoded, whatever it is
    /// @returns the invitation as it is now, `revoked`
    /// @par Errors
    /// Any kind of `ClerkError`; `invalid_argument` for an id that is empty, `.` or `..`; `api` with status 404 and code
    /// `resource_not_found`, or 400 and `invitation_already_revoked` or `invitation_already_accepted`.
    /// @see https://clerk.com/docs/reference/backend/invitations/revoke-invitation
    [[nodiscard]] boost::asio::awaitable<Result<Invitation>> revoke(std::string_view id, RequestOptions options = {}) const;

    /// The same with any completion token, of signature `void(Result<Invitation>)`.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto revoke(std::string_view id, RequestOptions options, Token&& token) const
    {
        return boost::asio::async_initiate<Token, void(Result<Invitation>)>(detail::Launch<Invitation>{core_}, token,
                                                                            prepare_revoke(id, options));
    }

    /// Revokes an invitation with the client's own options. As above, with any completion token.
    template <boost::asio::completion_token_for<void(Result<Invitation>)> Token>
    auto revoke(std::string_view id, Token&& token) const
    {
        return revoke(id, RequestOptions{}, std::forward<Token>(token));
    }

private:
    friend class Client;
    friend class detail::InviteManyRun;
    Invitations(std::shared_ptr<detail::ClientCore> core, std::shared_ptr<detail::HandleFields const> fields) noexcept;

    [[nodiscard]] detail::PreparedCall prepare_create(CreateInvitationParams const& params, RequestOptions options) const;
    [[nodiscard]] detail::PreparedCall prepare_create_bulk(std::vector<CreateInvitationParams> const& params,
                                                           RequestOptions options) const;
    [[nodiscard]] detail::PreparedCall prepare_list(ListInvitationsParams const& params, RequestOptions options) const;
    [[nodiscard]] detail::PreparedCall prepare_revoke(std::string_view id, RequestOptions options) const;

    std::shared_ptr<detail::ClientCore> core_;
    std::shared_ptr<detail::HandleFields const> fields_; ///< null = the client's own
};

} // namespace clerk
