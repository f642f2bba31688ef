#pragma once

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

#include <chrono>
#include <string>

namespace clerk::detail {

/// What a call may still spend when an attempt of it has failed.
struct RetryBudget
{
    /// Whether repeating the request changes nothing (RFC 9110, 9.2.2): a GET.
    bool idempotent{false};
    int attempt{1};
    int max_attempts{1};
    std::chrono::nanoseconds time_left{0};
    RateLimitMode rate_limit{RateLimitMode::wait};
    /// The request was sent on a connection that had been idle, which the server may have given up meanwhile.
    bool reused_connection{false};
};

struct RetryDecision
{
    bool again{false};
    std::chrono::nanoseconds delay{0};
    /// Why not, for the error's text; empty where that goes without saying.
    std::string why_not{};
};

/// Whether to try again after a failed attempt, and when.
///
/// What may have taken effect is repeated only where that is harmless; what cannot have left is repeated always.
/// @param sample  uniform in [0, 1), drawn by the caller
[[nodiscard]] RetryDecision decide_retry(ClerkError const& failure, RetryBudget const& budget, RetryOptions const& options,
                                         double sample);

} // namespace clerk::detail
