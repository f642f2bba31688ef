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

/// A list of invitations, page by page; see `Invitations::pages`.
///
/// @par Thread safety
/// At most one `next` at a time.
/// @par Lifetimes
/// Independent of the client and the handle. May be destroyed while a `next` is running. Copies share one position.
class CLERK_EXPORT InvitationPager
{
public:
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

private:
    friend class Invitations;
    struct State;

    InvitationPager(Invitations const& invitations, ListInvitationsParams const& params, RequestOptions options);
    static boost::asio::awaitable<Result<std::optional<InvitationPage>>> next(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

} // namespace clerk
