#pragma once

#include <clerk/invitation.hpp>
#include <clerk/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace invite_csv {

/// The state of a row.
enum class RowStatus
{
    invited,
    failed,         ///< Clerk refused the row and would refuse it again
    may_be_invited, ///< sent, with an unknown result: never sent again
    not_invited     ///< certainly not invited: may be sent later
};

[[nodiscard]] std::string_view to_string(RowStatus status) noexcept;
[[nodiscard]] std::optional<RowStatus> parse_row_status(std::string_view text) noexcept;

/// The stored part of a result: no address, metadata or URL.
struct Outcome
{
    RowStatus status{RowStatus::not_invited};
    std::string invitation_id;
    std::string error_kind;
    std::string error_code;
    std::string delivery;

    friend bool operator==(Outcome const&, Outcome const&) = default;
};

[[nodiscard]] Outcome outcome_of(clerk::Result<clerk::Invitation> const& result);

} // namespace invite_csv
