#pragma once

#include <clerk/error.hpp>
#include <clerk/export.hpp>
#include <clerk/invitation.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>

namespace clerk {

/// Progress of `Invitations::invite_many`.
struct InviteManyProgress
{
    std::size_t total{0};   ///< items of the run
    std::size_t invited{0}; ///< items with an invitation
    std::size_t failed{0};  ///< items with an error
    std::size_t running{0}; ///< items in running requests
    /// How long rate limits block all remaining items. Zero: they do not.
    std::chrono::milliseconds held{0};
};

/// Options of `Invitations::invite_many`. With g++ 12, store them in a variable before the `co_await` and set the callbacks by
/// member.
///
/// Callbacks are invoked one after the other, on the associated executor of the completion handler. An exception of a callback
/// stops the run like a cancellation; see `Invitations::invite_many`.
class InviteManyOptions
{
public:
    /// The defaults, without callbacks.
    // Makes the class a non-aggregate: g++ 12 destroys aggregate temporaries twice in a `co_await` expression.
    InviteManyOptions() {}

    /// Maximum time of the run. Items that were not started by then are not sent. Unset or zero: no limit; Clerk's rate limits
    /// may take hours. Range: 1 ms to 30 days.
    std::optional<std::chrono::milliseconds> timeout{};
    /// Maximum number of simultaneous requests. Range: 1 to 64. Default: 4.
    int concurrency{4};
    /// Whether to use bulk creates of up to 10 items if that saves requests. Clerk allows 25 of them an hour, in addition to 100
    /// single creates. Default: true.
    bool use_bulk{true};
    /// At a rate limit: wait until it ends, or stop. Unset: `request.rate_limit`, and if that is unset too, the client's mode.
    std::optional<RateLimitMode> rate_limit{};
    /// Stops the run after this many consecutive requests that failed for reasons other than their content. Range: 1 to 1000.
    /// Default: 3.
    int max_failures{3};
    /// Options of each request.
    RequestOptions request;

    /// Invoked after each step.
    std::function<void(InviteManyProgress const&)> on_progress;
    /// Invoked with the indices of the items of a request, before the request begins. A program that stores these, and the
    /// results, knows after a crash which items may have been sent without a known result.
    std::function<void(std::span<std::size_t const>)> on_sending;
    /// Invoked with the indices of items that a request certainly did not invite and that another request will contain: after a
    /// rate limit, or after a bulk was refused because of one item. Invoked before that request begins.
    std::function<void(std::span<std::size_t const>)> on_put_back;
    /// Invoked with the index and the result of each item.
    std::function<void(std::size_t, Result<Invitation> const&)> on_result;
};

/// Returns whether Clerk refused a create because of the invitation itself: its address, a parameter or its size. Such a create
/// will be refused again; others may succeed.
///
/// Returns false for refusals that concern the key, the instance, its plan or the API version, and for all other errors.
/// `invite_many` stops after such a refusal. Decides by the codes of `ClerkError::errors`, and by whether their `meta` names an
/// address or a parameter.
[[nodiscard]] CLERK_EXPORT bool concerns_invitee(ClerkError const& error);

} // namespace clerk
