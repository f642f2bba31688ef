#pragma once

#include <clerk/invitation.hpp>
#include <clerk/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace invite_csv {

/// The state of a row.
enum class Fate
{
    invited,
    failed,         ///< Clerk refused this one: trying again changes nothing
    may_be_invited, ///< sent with unknown result: never sent again
    not_invited     ///< surely not: may be sent later
};

[[nodiscard]] std::string_view to_string(Fate fate) noexcept;
[[nodiscard]] std::optional<Fate> fate_of(std::string_view text) noexcept;

/// The stored part of a result: no address, metadata or URL.
struct Outcome
{
    Fate fate{Fate::not_invited};
    std::string invitation_id;
    std::string error_kind;
    std::string error_code;
    std::string delivery;

    friend bool operator==(Outcome const&, Outcome const&) = default;
};

[[nodiscard]] Outcome outcome_of(clerk::Result<clerk::Invitation> const& result);

} // namespace invite_csv
