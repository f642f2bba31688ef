#pragma once

#include "unusable_file.hpp"

#include <clerk/create_invitation_params.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace invite_csv {

/// A row of the file: an invitation, or why it is invalid.
struct Row
{
    std::size_t line{1};
    std::size_t last_line{1};
    clerk::CreateInvitationParams params{std::string{}};
    /// Empty = it can be sent.
    std::string problem;
    /// Changes that were made to it. Empty if there were none.
    std::string note;
};

/// Values for empty or missing cells.
struct Defaults
{
    std::optional<std::string> redirect_url;
    std::optional<clerk::TemplateSlug> template_slug;
};

/// Reads a CSV text with a header row: a column with the addresses and any of `redirect_url`, `notify`, `ignore_existing`,
/// `expires_in_days` and `template_slug`; all other columns become public metadata, as text. Empty cells are not set. A
/// record of empty cells is ignored.
///
/// @param email_column  the name of the column with the addresses; unset = the one that is called `email_address`, `Email` or so
/// @returns the rows in their order, the bad ones with a `problem`; the second of two with the same address is a bad one.
/// @throws UnusableFile for an invalid text, with the reason.
[[nodiscard]] std::vector<Row> read_people(std::string_view text, Defaults const& defaults,
                                           std::optional<std::string> const& email_column = {});

/// `invitation` or `waitlist_invitation`; nothing for another text.
[[nodiscard]] std::optional<clerk::TemplateSlug> template_slug_of(std::string_view text);

} // namespace invite_csv
