#include "policy/invite_plan.hpp"

#include "vocabulary/ascii.hpp"

#include <algorithm>
#include <ranges>
#include <unordered_set>
#include <utility>

namespace clerk::detail {

namespace {

using namespace std::chrono_literals;

/// Where a 429 does not say how long.
constexpr std::chrono::seconds usual_hold = 1s;

/// Whether the answer has nothing to do with who is to be invited, so that all others would get it too.
bool concerns_everybody(ClerkError const& error) noexcept
{
    constexpr int statuses[]{401, 402, 403, 404, 405, 415};
    return error.kind == ErrorKind::cancelled || error.kind == ErrorKind::closed ||
           std::ranges::find(statuses, error.status) != std::end(statuses);
}

ClerkError unsent_copy(ClerkError const& error)
{
    auto copy = error;
    copy.delivery = Delivery::not_sent;
    copy.attempts = 0;
    return copy;
}

ClerkError missing_in_answer()
{
    ClerkError error;
    error.kind = ErrorKind::decode;
    error.phase = Phase::decode;
    error.delivery = Delivery::unknown;
    error.status = 200;
    error.detail = "the answer to a bulk create has no invitation for this address";
    return error;
}

} // namespace

InvitePlan::InvitePlan(std::vector<std::string> addresses, Settings settings)
    : addresses_{std::move(addresses)}, settings_{settings}, results_(addresses_.size())
{
    for (auto& address : addresses_) address = to_lower(address);
}

void InvitePlan::refuse(std::size_t item, ClerkError error)
{
    settle(item, std::unexpected{std::move(error)});
}

// The same address twice in a bulk is refused by Clerk, so a chunk ends before it.
void InvitePlan::begin()
{
    std::size_t const size = settings_.use_bulk ? largest_bulk : 1;
    std::unordered_set<std::string_view> in_chunk;
    for (std::size_t item = 0; item < addresses_.size(); ++item)
    {
        if (results_[item]) continue;
        if (chunks_.empty() || chunks_.back().size() == size || in_chunk.contains(addresses_[item]))
        {
            chunks_.emplace_back();
            in_chunk.clear();
        }
        chunks_.back().push_back(item);
        in_chunk.insert(addresses_[item]);
    }
}

std::optional<InvitePlan::Request> InvitePlan::next(TimePoint now)
{
    if (chunks_.empty()) return std::nullopt;
    auto& chunk = chunks_.front();
    bool const single_open = single_open_ <= now;
    bool const bulk_open = settings_.use_bulk && bulk_open_ <= now;
    if (!single_open && !bulk_open) return std::nullopt;

    Request request;
    request.bulk = bulk_open && (chunk.size() > 1 || !single_open);
    if (request.bulk)
        request.items.swap(chunk);
    else
    {
        request.items.assign(1, chunk.front());
        chunk.erase(chunk.begin());
    }
    if (chunk.empty()) chunks_.pop_front();
    running_ += request.items.size();
    return request;
}

void InvitePlan::on_answer(Request const& request, Result<std::vector<Invitation>>&& answer, TimePoint now)
{
    running_ -= request.items.size();
    if (!answer) return on_error(request, std::move(answer).error(), now);
    failures_ = 0;
    auto invited = *std::move(answer);
    on_invited(request.items, invited);
}

void InvitePlan::on_invited(Items const& items, std::vector<Invitation>& invited)
{
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        auto const is_this = [&](Invitation const& one) { return to_lower(one.email_address) == addresses_[items[i]]; };
        // In the order of the request, as Clerk answers; a single create's answer needs no look.
        auto found = i < invited.size() && (items.size() == 1 || is_this(invited[i]))
                         ? invited.begin() + static_cast<std::ptrdiff_t>(i)
                         : std::ranges::find_if(invited, is_this);
        if (found == invited.end())
            settle(items[i], std::unexpected{missing_in_answer()});
        else
            settle(items[i], std::move(*found));
    }
}

void InvitePlan::on_error(Request const& request, ClerkError&& error, TimePoint now)
{
    if (error.kind == ErrorKind::rate_limited) return on_rate_limit(request, error, now);
    if (concerns_everybody(error))
    {
        settle_all(request.items, error);
        return stop(error);
    }
    if (error.kind == ErrorKind::invalid_argument) return settle_all(request.items, error);
    if (error.delivery == Delivery::rejected)
    {
        failures_ = 0;
        return on_rejected(request.items, std::move(error));
    }
    settle_all(request.items, error);
    if (++failures_ >= settings_.max_failures) stop(error);
}

void InvitePlan::on_rate_limit(Request const& request, ClerkError const& error, TimePoint now)
{
    put_back(request.items);
    if (stopped_) return stop(*stopped_);
    if (settings_.rate_limit == RateLimitMode::fail_fast) return stop(error);
    auto& open = request.bulk ? bulk_open_ : single_open_;
    // More than a year is never, and would overflow the clock's arithmetic.
    auto const hold = std::clamp<std::chrono::seconds>(error.retry_after.value_or(usual_hold), usual_hold, 24h * 366);
    open = std::max(open, now + hold);
}

// One who cannot be invited has failed all of a bulk: it goes on without, or in halves until that one is alone.
void InvitePlan::on_rejected(Items const& items, ClerkError&& error)
{
    if (items.size() == 1) return settle(items[0], std::unexpected{std::move(error)});
    auto rest = without_duplicates(items, error);
    if (rest.size() == items.size())
        put_back_halves(items);
    else if (!rest.empty())
        put_back(std::move(rest));
    if (stopped_) stop(*stopped_);
}

InvitePlan::Items InvitePlan::without_duplicates(Items const& items, ClerkError const& error)
{
    std::unordered_set<std::string> invited;
    for (auto const& entry : error.errors)
    {
        auto const* const value = entry.code == "duplicate_record" ? entry.meta.if_contains("email_addresses") : nullptr;
        if (value == nullptr || !value->is_array()) continue;
        for (auto const& address : value->get_array())
            if (auto const* const text = address.if_string())
                invited.insert(to_lower(std::string_view{text->data(), text->size()}));
    }
    Items rest;
    for (auto const item : items)
        if (invited.contains(addresses_[item]))
            settle(item, std::unexpected{error});
        else
            rest.push_back(item);
    return rest;
}

void InvitePlan::put_back(Items items)
{
    put_back_.insert(put_back_.end(), items.begin(), items.end());
    chunks_.push_front(std::move(items));
}

void InvitePlan::put_back_halves(Items const& items)
{
    auto const middle = items.begin() + static_cast<std::ptrdiff_t>((items.size() + 1) / 2);
    put_back({middle, items.end()});
    put_back({items.begin(), middle});
}

void InvitePlan::stop(ClerkError const& error)
{
    if (!stopped_) stopped_ = unsent_copy(error);
    for (auto const& chunk : std::exchange(chunks_, {})) settle_all(chunk, *stopped_);
}

InvitePlan::TimePoint InvitePlan::held_until() const noexcept
{
    return settings_.use_bulk ? std::min(bulk_open_, single_open_) : single_open_;
}

void InvitePlan::settle(std::size_t item, Result<Invitation>&& result)
{
    ++(result ? invited_ : failed_);
    results_[item].emplace(std::move(result));
    settled_.push_back(item);
}

void InvitePlan::settle_all(Items const& items, ClerkError const& error)
{
    for (auto const item : items) settle(item, std::unexpected{error});
}

std::vector<Result<Invitation>> InvitePlan::take_results()
{
    std::vector<Result<Invitation>> all;
    all.reserve(results_.size());
    for (auto& result : results_) all.push_back(std::move(*result));
    return all;
}

InviteManyProgress InvitePlan::progress() const noexcept
{
    return {.total = results_.size(), .invited = invited_, .failed = failed_, .running = running_};
}

} // namespace clerk::detail
