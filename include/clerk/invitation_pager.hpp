#pragma once

#include <clerk/export.hpp>
#include <clerk/invitation.hpp>
#include <clerk/list_invitations_params.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace clerk {

class Invitations;

/// A list of invitations, page by page; made by `Invitations::pages`.
///
/// @par Executor and threads
/// One `next` at a time.
/// @par Lifetimes
/// Owns what it needs: the client and the handle may be destroyed before it, and it while a `next` runs. Copies share one
/// position.
class CLERK_EXPORT InvitationPager
{
public:
    /// The next page, or nothing at the end. It asks Clerk once in most cases.
    ///
    /// The end is where `total_count` says that no more follow, or an empty page if the response has no such member. A page that
    /// is shorter than asked for is not the end: servers limit the size of pages. Invitations that have moved to a later page,
    /// because others were created meanwhile, are left out there: no id comes twice. One that has moved to an earlier page,
    /// because others were revoked, is not seen.
    /// @par Errors
    /// As `Invitations::list`; the position stays, so `next` may be called again. `decode` if `total_count` says that more
    /// follow, but the page is empty, or the last 8 pages have brought nothing new; the next call then returns the end.
    /// @par Cancellation
    /// As of `Invitations::list`.
    [[nodiscard]] boost::asio::awaitable<Result<std::optional<InvitationPage>>> next();

private:
    friend class Invitations;
    struct State;

    InvitationPager(Invitations const& invitations, ListInvitationsParams const& params, RequestOptions options);
    static boost::asio::awaitable<Result<std::optional<InvitationPage>>> next(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

} // namespace clerk
