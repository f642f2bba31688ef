#pragma once

#include "outcome.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace invite_csv {

/// Which row: its line, and a checksum of its address, which itself is nowhere in a resume file.
struct RowKey
{
    std::size_t line{0};
    std::uint64_t address{0};

    friend auto operator<=>(RowKey const&, RowKey const&) = default;
};

/// One line of a resume file.
struct ResumeRecord
{
    enum class Event
    {
        sending,  ///< a request that invites this one is about to begin
        put_back, ///< the request did not invite them
        result
    };

    Event event{Event::sending};
    RowKey row;
    Outcome outcome; ///< of a result
};

/// With its own checksum and its line end.
[[nodiscard]] std::string to_line(ResumeRecord const& record);

/// Parses a line without its end. Returns nothing if it is not a valid record.
[[nodiscard]] std::optional<ResumeRecord> parse_record(std::string_view line);

/// The first line: for which file this is. With its line end.
[[nodiscard]] std::string resume_header(std::uint64_t file);

/// The beginning of the first line.
inline constexpr std::string_view resume_mark{"invite_csv-resume-1"};

/// Parses the first line, without its end. Returns nothing if it is invalid.
[[nodiscard]] std::optional<std::uint64_t> parse_resume_header(std::string_view line);

} // namespace invite_csv
