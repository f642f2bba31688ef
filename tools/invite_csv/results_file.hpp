#pragma once

#include "people.hpp"
#include "resume_state.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace invite_csv {

/// How many rows have come to which end.
struct Summary
{
    std::size_t invited{0};
    std::size_t bad{0};
    std::size_t failed{0};
    std::size_t may_be_invited{0};
    std::size_t not_invited{0};
};

[[nodiscard]] Summary summary_of(std::vector<Row> const& rows, ResumeState const& state);

/// `231 invited, 5 bad rows, 10 failed`.
[[nodiscard]] std::string summary_text(Summary const& summary);

/// Returns the results of all rows as CSV with a header row.
[[nodiscard]] std::string results_csv(std::vector<Row> const& rows, ResumeState const& state);

} // namespace invite_csv
