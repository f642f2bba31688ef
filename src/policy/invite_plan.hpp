#pragma once

#include <clerk/error.hpp>
#include <clerk/invitation.hpp>
#include <clerk/invite_many_options.hpp>
#include <clerk/result.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clerk::detail {

/// Decides which people to invite next, with which request, and how each response changes that. Has no clock and sends nothing.
///
/// Each item is in at most one request at a time, and never in another one if the first may have taken effect.
class InvitePlan
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Items = std::vector<std::size_t>;

    struct Settings
    {
        bool use_bulk{true};
        RateLimitMode rate_limit{RateLimitMode::wait};
        int max_failures{3};
        /// See `RetryOptions::base_delay`.
        std::chrono::milliseconds base_delay{100};
        /// Uniform in [0, 1); unset = always the middle.
        std::function<double()> random{};
    };

    InvitePlan(std::vector<std::string> addresses, Settings settings);

    /// Sets the result of an item that is not to be sent. Call it before `begin`.
    void refuse(std::size_t item, ClerkError error);

    /// Makes all other items pending.
    void begin();

    struct Request
    {
        bool bulk{false};
        Items items;
    };

    /// Returns the next request. Nothing if rate limits block the rest, or all items are settled or in requests.
    [[nodiscard]] std::optional<Request> next(TimePoint now);

    /// Applies the result of a request.
    void on_response(Request const& request, Result<std::vector<Invitation>>&& result, TimePoint now);

    /// Ends the plan: all remaining items fail with a copy of this error, as not sent. Can be called again after
    /// `std::bad_alloc`.
    void stop(ClerkError const& error);

    /// Whether an item remains that was not started.
    [[nodiscard]] bool pending() const noexcept { return !chunks_.empty(); }

    /// Returns when the rate limits that block the remaining items end.
    [[nodiscard]] TimePoint held_until() const noexcept;

    /// Returns the items whose results became known since the last call.
    [[nodiscard]] Items take_settled() noexcept { return std::exchange(settled_, {}); }

    /// Returns the items that a request certainly did not invite and that are pending again, since the last call.
    [[nodiscard]] Items take_put_back() noexcept { return std::exchange(put_back_, {}); }

    [[nodiscard]] Result<Invitation> const& result(std::size_t item) const { return *results_[item]; }

    /// Returns all results in the order of the items. Call it once, when no item is pending and no request is running.
    ///
    /// @throws std::bad_alloc without any effect
    [[nodiscard]] std::vector<Result<Invitation>> take_results();

    [[nodiscard]] InviteManyProgress progress() const noexcept;

private:
    void settle(std::size_t item, Result<Invitation>&& result);
    void settle_all(Items const& items, ClerkError const& error);
    void on_invited(Items const& items, std::vector<Invitation>& invited);
    [[nodiscard]] std::vector<Invitation*> match(Items const& items, std::vector<Invitation>& invited) const;
    void on_error(Request const& request, ClerkError&& error, TimePoint now);
    void on_rate_limit(Request const& request, ClerkError const& error, TimePoint now);
    [[nodiscard]] std::chrono::nanoseconds pause_after(ClerkError const& limit, int consecutive) const;
    void on_rejected(Items const& items, ClerkError&& error);
    [[nodiscard]] Items without_named(Items const& items, ClerkError const& error);
    void put_back(Items items);
    void put_back_halves(Items const& items);

    std::vector<std::string> addresses_; ///< in lower case
    Settings settings_;
    std::deque<Items> chunks_;
    std::vector<std::optional<Result<Invitation>>> results_;
    Items settled_;
    Items put_back_;
    std::optional<ClerkError> stopped_;

    /// One of Clerk's rate limits.
    struct Budget
    {
        TimePoint open{};
        int consecutive_limits{0};
    };

    Budget bulk_;
    Budget single_;
    int failures_{0};
    std::size_t running_{0};
    std::size_t invited_{0};
    std::size_t failed_{0};
};

} // namespace clerk::detail
