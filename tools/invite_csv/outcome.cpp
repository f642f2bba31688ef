#include "outcome.hpp"

#include <clerk/invite_many_options.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace invite_csv {

namespace {

constexpr std::array<std::string_view, 4> status_texts{"invited", "failed", "may_be_invited", "not_invited"};

/// Responses may contain anything. Only one word of it is stored.
std::string word(std::string_view text)
{
    constexpr std::size_t longest = 100;
    constexpr std::string_view allowed{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."};
    std::string kept{text.substr(0, longest)};
    for (char& c : kept)
        if (!allowed.contains(c)) c = '?';
    return kept;
}

RowStatus row_status_of(clerk::ClerkError const& error)
{
    if (error.delivery == clerk::Delivery::unknown) return RowStatus::may_be_invited;
    // Clerk refused the row, not the key, the instance or its plan, and would refuse it again.
    return clerk::concerns_invitee(error) ? RowStatus::failed : RowStatus::not_invited;
}

} // namespace

std::string_view to_string(RowStatus status) noexcept
{
    return status_texts.at(static_cast<std::size_t>(status));
}

std::optional<RowStatus> parse_row_status(std::string_view text) noexcept
{
    auto const* const found = std::ranges::find(status_texts, text);
    if (found == status_texts.end()) return std::nullopt;
    return static_cast<RowStatus>(found - status_texts.begin());
}

Outcome outcome_of(clerk::Result<clerk::Invitation> const& result)
{
    Outcome outcome;
    if (result)
    {
        outcome.status = RowStatus::invited;
        outcome.invitation_id = word(result->id);
        return outcome;
    }
    auto const& error = result.error();
    outcome.status = row_status_of(error);
    outcome.error_kind = clerk::to_string(error.kind);
    if (!error.errors.empty()) outcome.error_code = word(error.errors.front().code);
    outcome.delivery = clerk::to_string(error.delivery);
    return outcome;
}

} // namespace invite_csv
