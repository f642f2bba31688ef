#include "results_file.hpp"

#include "csv_writer.hpp"
#include "row_key.hpp"

#include <utility>

namespace invite_csv {

Summary summary_of(std::vector<Row> const& rows, ResumeState const& state)
{
    Summary summary;
    for (auto const& row : rows)
    {
        if (!row.problem.empty())
        {
            ++summary.bad;
            continue;
        }
        switch (state.outcome(key_of(row)).status)
        {
        case RowStatus::invited:
            ++summary.invited;
            break;
        case RowStatus::failed:
            ++summary.failed;
            break;
        case RowStatus::may_be_invited:
            ++summary.may_be_invited;
            break;
        case RowStatus::not_invited:
            ++summary.not_invited;
            break;
        }
    }
    return summary;
}

std::string summary_text(Summary const& summary)
{
    auto text = std::to_string(summary.invited) + " invited";
    std::pair<std::size_t, char const*> const others[]{
        {summary.bad, " bad rows"},
        {summary.failed, " failed"},
        {summary.may_be_invited, " may have been invited: check the Clerk Dashboard"},
        {summary.not_invited, " not invited yet"}};
    for (auto const& [count, what] : others)
        if (count > 0) text += ", " + std::to_string(count) + what;
    return text;
}

std::string results_csv(std::vector<Row> const& rows, ResumeState const& state)
{
    auto text =
        csv_line({"line", "email_address", "outcome", "invitation_id", "error_kind", "error_code", "delivery", "problem"});
    for (auto const& row : rows)
    {
        auto const line = std::to_string(row.line);
        auto const& address = row.params.email_address;
        if (!row.problem.empty())
        {
            text += csv_line({line, address, "bad_row", "", "invalid_argument", "", "not_sent", row.problem});
            continue;
        }
        auto const outcome = state.outcome(key_of(row));
        text += csv_line({line, address, to_string(outcome.status), outcome.invitation_id, outcome.error_kind, outcome.error_code,
                          outcome.delivery, ""});
    }
    return text;
}

} // namespace invite_csv
