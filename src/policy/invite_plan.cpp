#include "policy/invite_plan.hpp"

#include "codec/create_params.hpp"
#include "common/make_error.hpp"
#include "policy/backoff.hpp"
#include "policy/invitee_refusal.hpp"
#include "portable/ascii.hpp"

#include <algorithm>
#include <ranges>
#include <unordered_set>
#include <utility>

namespace clerk::detail {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds shortest_hold = 1s;
// The maximum delay: a longer one could overflow the clock.
constexpr std::chrono::seconds longest_hold = 24h * 366;

/// Returns whether all other requests would end in the same way: the run or the client has ended, or Clerk refused the key, the
/// instance, its plan or the API version.
bool stops_run(ClerkError const& error)
{
    constexpr int conflict = 409; // with another request's change
    if (error.kind == ErrorKind::cancelled || error.kind == ErrorKind::closed) return true;
    return error.kind == ErrorKind::api && error.delivery == Delivery::rejected && error.status != conflict &&
           !concerns_invitee(error);
}

ClerkError unsent_copy(ClerkError const& error)
{
    auto copy = copy_if_memory_allows(error);
    copy.delivery = Delivery::not_sent;
    copy.attempts = 0;
    return copy;
}

ClerkError missing_in_answer()
{
    auto error = make_error(ErrorKind::decode, Phase::decode, Delivery::unknown,
                            "the response to a bulk create contains no invitation for this address");
    error.status = 200;
    return error;
}

} // namespace

InvitePlan::InvitePlan(std::vector<std::string> addresses, Settings settings)
    : addresses_{std::move(addresses)}, settings_{std::move(settings)}, results_(addresses_.size())
{
    for (auto& address : addresses_) address = to_lower(address);
}

void InvitePlan::refuse(std::size_t item, ClerkError error)
{
    settle(item, std::unexpected{std::move(error)});
}

// Clerk refuses a bulk create with duplicate addresses, so a chunk ends before a duplicate.
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
    bool const single_open = single_.open <= now;
    bool const bulk_open = settings_.use_bulk && bulk_.open <= now;
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

void InvitePlan::on_response(Request const& request, Result<std::vector<Invitation>>&& result, TimePoint now)
{
    running_ -= request.items.size();
    if (result || result.error().kind != ErrorKind::rate_limited) (request.bulk ? bulk_ : single_).consecutive_limits = 0;
    if (!result) return on_error(request, std::move(result).error(), now);
    failures_ = 0;
    auto invited = *std::move(result);
    on_invited(request.items, invited);
}

void InvitePlan::on_invited(Items const& items, std::vector<Invitation>& invited)
{
    auto const sources = match(items, invited);
    for (std::size_t i = 0; i < items.size(); ++i)
        if (sources[i] == nullptr)
            settle(items[i], std::unexpected{missing_in_answer()});
        else
            settle(items[i], std::move(*sources[i]));
}

// Matches by address, or by position if the server changed the address: trimmed, case-folded or converted to ASCII.
std::vector<Invitation*> InvitePlan::match(Items const& items, std::vector<Invitation>& invited) const
{
    std::vector<Invitation*> sources(items.size(), nullptr);
    std::vector<bool> taken(invited.size(), false);
    bool const one_for_each = invited.size() == items.size();
    auto const claim = [&](std::size_t item, std::size_t at) {
        sources[item] = &invited[at];
        taken[at] = true;
    };
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        auto const is_this = [&](std::size_t at) {
            return !taken[at] && to_lower(invited[at].email_address) == addresses_[items[i]];
        };
        // Clerk's responses have the order of the request.
        if (i < invited.size() && is_this(i))
        {
            claim(i, i);
            continue;
        }
        for (std::size_t at = 0; at < invited.size() && sources[i] == nullptr; ++at)
            if (is_this(at)) claim(i, at);
    }
    if (one_for_each)
        for (std::size_t i = 0; i < items.size(); ++i)
            if (sources[i] == nullptr && !taken[i]) claim(i, i);
    return sources;
}

void InvitePlan::on_error(Request const& request, ClerkError&& error, TimePoint now)
{
    if (error.kind == ErrorKind::rate_limited) return on_rate_limit(request, error, now);
    if (stops_run(error))
    {
        settle_all(request.items, error);
        return stop(error);
    }
    if (error.kind == ErrorKind::invalid_argument) return settle_all(request.items, error);
    if (error.delivery == Delivery::rejected && concerns_invitee(error))
    {
        failures_ = 0;
        return on_rejected(request.items, std::move(error));
    }
    if (error.delivery == Delivery::rejected)
        put_back(request.items);
    else
        settle_all(request.items, error);
    if (++failures_ >= settings_.max_failures) stop(error);
    if (stopped_) stop(*stopped_);
}

void InvitePlan::on_rate_limit(Request const& request, ClerkError const& error, TimePoint now)
{
    put_back(request.items);
    if (stopped_) return stop(*stopped_);
    if (settings_.rate_limit == RateLimitMode::fail_fast) return stop(error);
    auto& budget = request.bulk ? bulk_ : single_;
    auto const hold = pause_after(error, ++budget.consecutive_limits);
    budget.open = std::max(budget.open, now + std::chrono::ceil<TimePoint::duration>(hold));
}

std::chrono::nanoseconds InvitePlan::pause_after(ClerkError const& limit, int consecutive) const
{
    if (limit.retry_after && *limit.retry_after > 0s) return std::min(*limit.retry_after, longest_hold);
    auto const sample = settings_.random ? settings_.random() : 0.5;
    return std::max<std::chrono::nanoseconds>(rate_limit_backoff(settings_.base_delay, consecutive, sample), shortest_hold);
}

// One invalid item failed the whole bulk create. If the error names the item, the others are sent again; otherwise, both halves.
void InvitePlan::on_rejected(Items const& items, ClerkError&& error)
{
    if (items.size() == 1) return settle(items[0], std::unexpected{std::move(error)});
    auto rest = without_named(items, error);
    if (rest.size() == items.size())
        put_back_halves(items);
    else if (!rest.empty())
        put_back(std::move(rest));
    if (stopped_) stop(*stopped_);
}

InvitePlan::Items InvitePlan::without_named(Items const& items, ClerkError const& error)
{
    std::unordered_set<std::string> named;
    for (auto const& entry : error.errors)
        for (auto const& address : named_addresses(entry)) named.insert(to_lower(address));
    Items rest;
    for (auto const item : items)
        if (named.contains(addresses_[item]))
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
    for (; !chunks_.empty(); chunks_.pop_front()) settle_all(chunks_.front(), *stopped_);
}

InvitePlan::TimePoint InvitePlan::held_until() const noexcept
{
    return settings_.use_bulk ? std::min(bulk_.open, single_.open) : single_.open;
}

void InvitePlan::settle(std::size_t item, Result<Invitation>&& result)
{
    settled_.push_back(item);
    ++(result ? invited_ : failed_);
    results_[item].emplace(std::move(result));
}

void InvitePlan::settle_all(Items const& items, ClerkError const& error)
{
    for (auto const item : items)
        if (!results_[item]) settle(item, std::unexpected{copy_if_memory_allows(error)});
}

std::vector<Result<Invitation>> InvitePlan::take_results()
{
    std::vector<Result<Invitation>> all;
    all.reserve(results_.size());
    for (auto& result : results_)
    {
        if (result)
            all.push_back(std::move(*result));
        else // there was no memory for the result
            all.emplace_back(std::unexpect, out_of_memory(ErrorKind::decode, Phase::decode, Delivery::unknown));
    }
    return all;
}

InviteManyProgress InvitePlan::progress() const noexcept
{
    return {.total = results_.size(), .invited = invited_, .failed = failed_, .running = running_};
}

} // namespace clerk::detail
