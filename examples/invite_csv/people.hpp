#pragma once

#include <clerk/create_invitation_params.hpp>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace invite_csv {

/// One row of the file: whom to invite and how, or why not.
struct Row
{
    std::size_t line{1};
    std::size_t last_line{1};
    clerk::CreateInvitationParams params{std::string{}};
    /// Empty = it can be sent.
    std::string problem;
};

/// What the columns of a row that are empty or missing stand for.
struct Defaults
{
    std::optional<std::string> redirect_url;
    std::optional<clerk::TemplateSlug> template_slug;
};

/// The file as a whole cannot be used.
class UnusableFile : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Reads a CSV text with a header row: `email_address` and any of `redirect_url`, `notify`, `ignore_existing`, `expires_in_days`
/// and `template_slug`; all other columns become public metadata, as text. An empty cell says nothing.
///
/// @returns the rows in their order, the bad ones with a `problem`; the second of two with the same address is a bad one.
/// @throws UnusableFile for a text that is no such CSV, naming what is wrong.
[[nodiscard]] std::vector<Row> read_people(std::string_view text, Defaults const& defaults);

/// `invitation` or `waitlist_invitation`; nothing for another text.
[[nodiscard]] std::optional<clerk::TemplateSlug> template_slug_of(std::string_view text) noexcept;

} // namespace invite_csv
