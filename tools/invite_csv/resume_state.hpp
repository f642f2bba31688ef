#pragma once

#include "resume_record.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string_view>

namespace invite_csv {

/// The resume file belongs to another CSV file, is damaged, or is not a resume file.
class UnusableResumeFile : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The states of all rows, from their records.
class ResumeState
{
public:
    void apply(ResumeRecord const& record);

    /// Returns the state of a row: `may_be_invited` in a request without a known result, `not_invited` without a record.
    [[nodiscard]] Outcome outcome(RowKey const& row) const;

    [[nodiscard]] auto const& all() const noexcept { return outcomes_; }

private:
    std::map<RowKey, Outcome> outcomes_;
};

/// The state after all records of a resume file.
struct ReplayResult
{
    ResumeState state;
    /// Size of the complete lines. The rest remained after a crash: its step was not started, or has no result.
    std::size_t complete_size{0};
};

/// Reads a resume file's text.
///
/// @param file  the checksum of the current CSV file
/// @throws UnusableResumeFile
[[nodiscard]] ReplayResult replay(std::string_view text, std::uint64_t file);

} // namespace invite_csv
