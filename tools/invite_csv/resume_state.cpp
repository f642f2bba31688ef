#include "resume_state.hpp"

#include <algorithm>
#include <string>

namespace invite_csv {

namespace {

Outcome in_flight()
{
    Outcome outcome;
    outcome.status = RowStatus::may_be_invited;
    outcome.delivery = "unknown";
    return outcome;
}

/// If a crash left an incomplete first line, nothing was sent. Other files must be rejected.
bool may_begin_header(std::string_view text) noexcept
{
    auto const size = std::min(text.size(), resume_mark.size());
    return text.substr(0, size) == resume_mark.substr(0, size);
}

} // namespace

void ResumeState::apply(ResumeRecord const& record)
{
    switch (record.event)
    {
    case ResumeRecord::Event::sending:
        outcomes_[record.row] = in_flight();
        break;
    case ResumeRecord::Event::put_back:
        outcomes_.erase(record.row);
        break;
    case ResumeRecord::Event::result:
        outcomes_[record.row] = record.outcome;
        break;
    }
}

Outcome ResumeState::outcome(RowKey const& row) const
{
    auto const found = outcomes_.find(row);
    return found == outcomes_.end() ? Outcome{} : found->second;
}

ReplayResult replay(std::string_view text, std::uint64_t file)
{
    ReplayResult replayed;
    for (std::size_t number = 1;; ++number)
    {
        auto const rest = text.substr(replayed.complete_size);
        auto const end = rest.find('\n');
        if (end == std::string_view::npos)
        {
            if (number == 1 && !may_begin_header(rest)) throw UnusableResumeFile{"not a resume file of clerk-invite"};
            return replayed;
        }
        auto const line = rest.substr(0, end);
        if (number == 1)
        {
            auto const written_for = parse_resume_header(line);
            if (!written_for) throw UnusableResumeFile{"not a resume file of clerk-invite"};
            if (*written_for != file)
                throw UnusableResumeFile{"written for another CSV file, or for an earlier version of this one"};
        }
        else
        {
            auto const record = parse_record(line);
            if (!record) throw UnusableResumeFile{"line " + std::to_string(number) + " is damaged"};
            replayed.state.apply(*record);
        }
        replayed.complete_size += end + 1;
    }
}

} // namespace invite_csv
