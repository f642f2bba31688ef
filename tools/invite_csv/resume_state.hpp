#pragma once

#include "resume_record.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string_view>

namespace invite_csv {

/// The resume file cannot be used: another file's, damaged, or none at all.
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

    /// Of a row in a request without a known result: `may_be_invited`. Of one that nothing is known of: `not_invited`.
    [[nodiscard]] Outcome of(RowKey const& row) const;

    [[nodiscard]] auto const& all() const noexcept { return outcomes_; }

private:
    std::map<RowKey, Outcome> outcomes_;
};

struct Replayed
{
    ResumeState state;
    /// Size of the complete lines. A crash left the rest: its step was not started, or has no result.
    std::size_t whole{0};
};

/// Reads a resume file's text.
///
/// @param file  the checksum of the current CSV file
/// @throws UnusableResumeFile
[[nodiscard]] Replayed replay(std::string_view text, std::uint64_t file);

} // namespace invite_csv
