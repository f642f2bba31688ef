#pragma once

#include <clerk/error.hpp>
#include <clerk/export.hpp>
#include <clerk/invitation.hpp>
#include <clerk/request_options.hpp>
#include <clerk/result.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>

namespace clerk {

/// How far `Invitations::invite_many` has come.
struct InviteManyProgress
{
    std::size_t total{0};
    std::size_t invited{0};
    std::size_t failed{0};
    /// In requests that run now.
    std::size_t running{0};
    /// How long rate limits hold all that is left; zero where they do not.
    std::chrono::milliseconds held{0};
};

/// How `Invitations::invite_many` goes about it. Name it before the `co_await`: set the callbacks by member.
///
/// The callbacks are called one after the other, on the executor of the awaiting coroutine. What one throws ends the run, as a
/// cancellation does, and is thrown from the `co_await`.
class InviteManyOptions
{
public:
    /// All defaults, no callbacks.
    InviteManyOptions() {}

    /// How long everything may take; what has not been begun by then is not sent. 0 = as long as it takes, which may be hours at
    /// Clerk's rate limits. Up to 30 days.
    std::chrono::milliseconds timeout{0};
    /// Requests at a time, 1 to 64.
    int concurrency{4};
    /// Whether to invite up to 10 at once where that saves requests: Clerk allows 25 such an hour besides 100 single ones.
    bool use_bulk{true};
    /// What to do at a rate limit: wait until it ends, or stop and leave the rest unsent.
    RateLimitMode rate_limit{RateLimitMode::wait};
    /// Stops after this many consecutive requests that failed for other reasons than their content. Range: 1 to 1000.
    int max_failures{3};
    /// Of each request; `rate_limit` is not used.
    RequestOptions request;

    /// Called after each step.
    std::function<void(InviteManyProgress const&)> on_progress;
    /// Called with the indices of those that a request is going to invite, before it is begun. Whoever writes them down, and the
    /// results, knows after a crash which may be invited without a known result.
    std::function<void(std::span<std::size_t const>)> on_sending;
    /// Called with the indices of those whom a request has surely not invited and that wait for another one, before any of them
    /// is in it: at a rate limit, and where a bulk was refused because of one of them.
    std::function<void(std::span<std::size_t const>)> on_put_back;
    /// Called for each index when its result is known.
    std::function<void(std::size_t, Result<Invitation> const&)> on_result;
};

/// Whether Clerk refused a create because of the invitation it asks for: its address, a parameter or its size. Others may succeed
/// then, and the same one will be refused again.
///
/// False for refusals that concern the key, the instance, its plan or the version of the API, and for all other errors.
/// `invite_many` stops at such a refusal. Decided by the codes in `ClerkError::errors` and by whether their `meta` names an
/// address or a parameter.
[[nodiscard]] CLERK_EXPORT bool concerns_invitee(ClerkError const& error);

} // namespace clerk
