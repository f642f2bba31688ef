#include "testing/rules/invitation_store.hpp"

#include "portable/ascii.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <ranges>
#include <utility>

namespace clerk::testing::detail {

using clerk::detail::to_lower;

namespace {

InvitationStatus status_at(Invitation const& invitation, Timestamp now)
{
    bool const over = invitation.expires_at && now >= *invitation.expires_at;
    return over && invitation.status == InvitationStatus::pending ? InvitationStatus::expired : invitation.status;
}

Invitation seen_at(Invitation const& invitation, Timestamp now)
{
    Invitation seen = invitation;
    seen.status = status_at(invitation, now);
    return seen;
}

bool matches(Invitation const& invitation, ListQuery const& query, Timestamp now)
{
    auto const status = status_at(invitation, now);
    if (query.status ? status.text() != *query.status : status == InvitationStatus::revoked) return false;
    return query.text.empty() || invitation.id == query.text ||
           to_lower(invitation.email_address).find(to_lower(query.text)) != std::string::npos;
}

bool before(Invitation const& a, Invitation const& b, ListQuery::Order order)
{
    switch (order)
    {
    case ListQuery::Order::email_address:
        return to_lower(a.email_address) < to_lower(b.email_address);
    case ListQuery::Order::expires_at:
        return a.expires_at < b.expires_at;
    case ListQuery::Order::created_at:
        break;
    }
    return a.created_at < b.created_at;
}

} // namespace

bool InvitationStore::has_user(std::string_view address) const
{
    return users_.contains(to_lower(address));
}

bool InvitationStore::has_pending(std::string_view address, Timestamp now) const
{
    auto const found = by_address_.find(to_lower(address));
    if (found == by_address_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [this, now](std::size_t index) {
        return status_at(invitations_[index], now) == InvitationStatus::pending;
    });
}

void InvitationStore::add_user(std::string_view address)
{
    users_.insert(to_lower(address));
}

Invitation InvitationStore::create(NewInvitation const& params, Timestamp now)
{
    Invitation invitation;
    invitation.email_address = params.email_address;
    invitation.status = InvitationStatus::pending;
    invitation.public_metadata = params.public_metadata;
    invitation.expires_at = now + std::chrono::days{params.expires_in_days};
    invitation.created_at = now;
    invitation.updated_at = now;
    return add(std::move(invitation));
}

Invitation InvitationStore::add(Invitation invitation)
{
    if (invitation.id.empty()) invitation.id = "inv_" + random_.letters_and_digits(27);
    if (!invitation.url)
        invitation.url = "https://stand-in.clerk.invalid/v1/tickets/accept?ticket=" + random_.letters_and_digits(64);
    by_address_[to_lower(invitation.email_address)].push_back(invitations_.size());
    by_id_[invitation.id] = invitations_.size();
    invitations_.push_back(invitation);
    return invitation;
}

std::expected<Invitation, ErrorResponse> InvitationStore::revoke(std::string const& id, Timestamp now)
{
    auto const found = by_id_.find(id);
    if (found == by_id_.end()) return std::unexpected{invitation_not_found(id)};
    Invitation& invitation = invitations_[found->second];
    if (invitation.status == InvitationStatus::revoked) return std::unexpected{already_revoked()};
    if (invitation.status == InvitationStatus::accepted) return std::unexpected{already_accepted()};
    invitation.status = InvitationStatus::revoked;
    invitation.revoked = true;
    invitation.updated_at = now;
    return invitation;
}

bool InvitationStore::accept(std::string_view address, Timestamp now)
{
    auto const found = by_address_.find(to_lower(address));
    if (found == by_address_.end()) return false;
    for (auto const index : std::views::reverse(found->second))
    {
        Invitation& invitation = invitations_[index];
        if (status_at(invitation, now) != InvitationStatus::pending) continue;
        invitation.status = InvitationStatus::accepted;
        invitation.updated_at = now;
        add_user(address);
        return true;
    }
    return false;
}

std::vector<Invitation> InvitationStore::all(Timestamp now) const
{
    std::vector<std::size_t> order(invitations_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [this](std::size_t index) { return std::pair{invitations_[index].created_at, index}; });
    std::vector<Invitation> seen;
    seen.reserve(order.size());
    for (auto const index : order) seen.push_back(seen_at(invitations_[index], now));
    return seen;
}

std::optional<Invitation> InvitationStore::latest(std::string_view address, Timestamp now) const
{
    auto const found = by_address_.find(to_lower(address));
    if (found == by_address_.end()) return std::nullopt;
    auto const created = [this](std::size_t index) { return invitations_[index].created_at; };
    auto const youngest_first = std::views::reverse(found->second);
    return seen_at(invitations_[*std::ranges::max_element(youngest_first, {}, created)], now);
}

InvitationPage InvitationStore::list(ListQuery const& query, Timestamp now) const
{
    std::vector<Invitation const*> found;
    for (auto const& invitation : invitations_)
        if (matches(invitation, query, now)) found.push_back(&invitation);

    // Stable within equal keys, so that no page repeats an invitation.
    std::sort(found.begin(), found.end(), [&query](Invitation const* a, Invitation const* b) {
        if (before(*a, *b, query.order)) return true;
        return !before(*b, *a, query.order) && a < b;
    });
    if (query.descending) std::reverse(found.begin(), found.end());

    InvitationPage page;
    page.total_count = static_cast<std::int64_t>(found.size());
    for (std::size_t i = query.offset; i < found.size() && page.data.size() < query.limit; ++i)
        page.data.push_back(seen_at(*found[i], now));
    return page;
}

} // namespace clerk::testing::detail
