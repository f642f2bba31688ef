#include "policy/recovery.hpp"

#include "common/address_match.hpp"
#include "common/make_error.hpp"
#include "json/json_equal.hpp"

#include <algorithm>
#include <utility>

namespace clerk::detail {

namespace {

using namespace std::chrono_literals;
using Outcome = LookupOutcome::Outcome;

/// Maximum difference between the clocks of Clerk's servers.
constexpr auto skew = 1s;

/// An invitation that is older than the request by at most this time may result from it.
constexpr auto doubt = 5s;

enum class Age
{
    since,
    doubtful,
    before
};

Age age_of(Invitation const& invitation, StartTime start) noexcept
{
    if (invitation.created_at >= start.earliest - skew) return Age::since;
    return start.by_server && invitation.created_at < start.earliest - skew - doubt ? Age::before : Age::doubtful;
}

bool has_all(InvitationPage const& page) noexcept
{
    if (page.total_known) return std::cmp_less_equal(page.total_count, page.data.size());
    return page.data.size() < lookup_page_size;
}

/// Returns whether the page, which begins with the newest invitation, contains all that were created since then.
bool has_all_since(InvitationPage const& page, StartTime start) noexcept
{
    return has_all(page) || (!page.data.empty() && age_of(page.data.back(), start) == Age::before);
}

/// Returns whether Clerk itself reported a failure; proxies and edges send no such errors.
bool has_clerk_failed(ClerkError const& error) noexcept
{
    return error.kind == ErrorKind::api && error.status == 500 && !error.errors.empty();
}

std::string_view text_of(Outcome outcome) noexcept
{
    switch (outcome)
    {
    case Outcome::refused:
        return "an older invitation for the address is pending, so this request had no effect";
    case Outcome::unclear:
        return "a later list request did not show whether it took effect";
    case Outcome::took_effect:
    case Outcome::nothing:
        break;
    }
    return "a later list request showed that it had no effect";
}

} // namespace

StartTime StartTime::from_response(std::optional<std::chrono::sys_seconds> date, std::chrono::system_clock::time_point local,
                                   std::chrono::nanoseconds elapsed) noexcept
{
    auto const now = date ? Timestamp{*date} : std::chrono::floor<std::chrono::milliseconds>(local);
    return {.earliest = now - std::chrono::ceil<std::chrono::milliseconds>(elapsed), .by_server = date.has_value()};
}

LookupOutcome match_created(RecoveryTarget const& target, InvitationPage const& page, StartTime start)
{
    Invitation const* newest = nullptr;
    bool older = false;
    // A list for the sent address may not contain an invitation whose address the server changed.
    bool unclear = !has_all_since(page, start) || !has_one_form(target.email_address);
    for (auto const& invitation : page.data)
    {
        if (invitation.status != InvitationStatus::pending) continue;
        auto const match = compare_addresses(invitation.email_address, target.email_address);
        if (match == AddressMatch::different) continue;
        auto const age = age_of(invitation, start);
        if (match == AddressMatch::unclear)
            unclear = unclear || age != Age::before;
        else if (age == Age::before)
            older = true;
        else if (age == Age::doubtful || !equal_json(invitation.public_metadata, target.public_metadata))
            unclear = true;
        else if (newest == nullptr || invitation.created_at > newest->created_at)
            newest = &invitation;
    }
    if (newest != nullptr) return {.outcome = Outcome::took_effect, .invitation = newest};
    if (older && !target.ignore_existing) return {.outcome = Outcome::refused};
    return {.outcome = unclear ? Outcome::unclear : Outcome::nothing};
}

LookupOutcome match_revoked(RecoveryTarget const& target, InvitationPage const& page) noexcept
{
    auto const found = std::ranges::find(page.data, target.invitation_id, &Invitation::id);
    if (found != page.data.end() && found->status == InvitationStatus::revoked)
        return {.outcome = Outcome::took_effect, .invitation = &*found};
    return {.outcome = has_all(page) ? Outcome::nothing : Outcome::unclear};
}

void settle(ClerkError& error, Outcome outcome, bool complete)
{
    bool const undone = outcome == Outcome::nothing && complete && has_clerk_failed(error);
    if (outcome == Outcome::refused || undone) error.delivery = Delivery::rejected;
    append_detail(error, text_of(outcome));
}

void apply_lookup_failure(ClerkError& error)
{
    append_detail(error, "the list request that checks whether it took effect failed");
}

} // namespace clerk::detail
