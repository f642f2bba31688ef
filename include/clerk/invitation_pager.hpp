#pragma once

#include <clerk/detail/initiation.hpp>
#include <clerk/detail/misuse.hpp>
#include <clerk/export.hpp>
#include <clerk/invitation.hpp>
#include <clerk/list_invitations_params.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace clerk {

class Invitations;

/// A list of invitations, page by page; see `Invitations::pages`.
///
/// @par Thread safety
/// At most one `next` at a time.
/// @par Lifetimes
/// Independent of the client and the handle. May be destroyed while a `next` is running. A copy starts at the position of the
/// original and has a position of its own; a moved-from pager may only be assigned to or destroyed.
class CLERK_EXPORT InvitationPager
{
public:
    /// The type of `get_executor()`.
    using executor_type = boost::asio::any_io_executor;

    /// Starts at the position of `other` and moves on independently.
    InvitationPager(InvitationPager const& other);
    /// Leaves `other` without a position.
    InvitationPager(InvitationPager&& other) noexcept = default;
    /// As the copy constructor.
    InvitationPager& operator=(InvitationPager const& other);
    /// As the move constructor.
    InvitationPager& operator=(InvitationPager&& other) noexcept = default;
    ~InvitationPager() = default;

    /// Returns the executor of the client.
    [[nodiscard]] executor_type get_executor() const noexcept;

    /// Returns the next page, or nothing at the end. Sends one request in most cases.
    ///
    /// The list ends when `total_count` is reached or, if the response has no such member, with an empty page. A page that is
    /// shorter than the limit is not the end, because servers limit the page size. Invitations that moved to a later page,
    /// because others were created, are not returned again. Those that moved to an earlier page, because others were revoked, are
    /// missed.
    /// @par Errors
    /// As for `Invitations::list`. The position does not change, so `next` may be called again. `decode`: `total_count` is not
    /// reached, but the page is empty, or 8 consecutive pages had no new invitations. The next call then returns the end.
    /// @par Cancellation
    /// As for `Invitations::list`.
    [[nodiscard]] boost::asio::awaitable<Result<std::optional<InvitationPage>>> next();

    /// As above, with any completion token of signature `void(Result<std::optional<InvitationPage>>)`.
    template <boost::asio::completion_token_for<void(Result<std::optional<InvitationPage>>)> Token>
    auto next(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(Result<std::optional<InvitationPage>>)>(
            detail::NextPageInitiation{state_, get_executor()}, token);
    }

    /// Deleted: the argument is not a completion token.
    template <detail::misuse::wrong_token<void(Result<std::optional<InvitationPage>>)> Token,
              class = detail::misuse::LastArgumentIsNotACompletionTokenFor<void(Result<std::optional<InvitationPage>>)>>
    void next(Token&&) CLERK_DETAIL_DELETED("the argument is not a completion token for "
                                            "void(Result<std::optional<InvitationPage>>)");

    /// Calls `f(Invitation&&)` for each invitation from the current position to the end. Stops early if `f` returns false; a
    /// `void` result continues. The rest of the last page is then skipped.
    ///
    /// An exception of `f` is thrown by the `co_await`. With g++ 12, store a lambda that captures by value in a variable before
    /// the `co_await`: the compiler destroys one inside of it twice.
    /// @par Errors
    /// As for `next`. Invitations of earlier pages were passed to `f`.
    /// @par Lifetimes
    /// The pager may be destroyed while this is running. The operation stores a copy of `f`.
    /// @par Cancellation
    /// As for `Invitations::list`.
    template <std::invocable<Invitation&&> F>
    [[nodiscard]] boost::asio::awaitable<Result<void>> for_each(F f)
    {
        return for_each(state_, std::move(f));
    }

private:
    friend class Invitations;

    explicit InvitationPager(std::shared_ptr<detail::PagerState> state) noexcept : state_{std::move(state)} {}

    static boost::asio::awaitable<Result<std::optional<InvitationPage>>> next(std::shared_ptr<detail::PagerState> state);

    template <class F>
    static boost::asio::awaitable<Result<void>> for_each(std::shared_ptr<detail::PagerState> state, F f)
    {
        while (true)
        {
            auto page = co_await next(state);
            if (!page) co_return std::unexpected{std::move(page.error())};
            if (!*page) co_return Result<void>{};
            for (auto& invitation : (*page)->data)
                if constexpr (std::is_void_v<std::invoke_result_t<F&, Invitation&&>>)
                    f(std::move(invitation));
                else if (!f(std::move(invitation)))
                    co_return Result<void>{};
        }
    }

    std::shared_ptr<detail::PagerState> state_;
};

} // namespace clerk
