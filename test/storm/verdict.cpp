#include "storm/verdict.hpp"

#include <algorithm>
#include <sstream>

namespace clerk::test {

namespace {

constexpr std::size_t most_complaints = 10;

bool may_have_taken_effect(std::vector<Fault> const& requests)
{
    return !std::ranges::all_of(requests, is_refusal);
}

std::size_t repetitions(std::vector<Fault> const& requests)
{
    auto const first = std::ranges::find_if_not(requests, is_refusal);
    return first == requests.end() ? 0 : static_cast<std::size_t>(requests.end() - first - 1);
}

/// Nothing of it was ever read: the connection was not made, or broke under it.
bool unread_may_cause(ErrorKind kind) noexcept
{
    constexpr std::array kinds{ErrorKind::transport, ErrorKind::tls,    ErrorKind::timeout,
                               ErrorKind::cancelled, ErrorKind::closed, ErrorKind::rate_limited};
    return std::ranges::find(kinds, kind) != kinds.end();
}

bool is_right_answer(std::string const& address, Result<Invitation> const& result, std::vector<Fault> const& requests)
{
    if (result) return !requests.empty() && result->email_address == address && result->id == "inv_" + address;
    return requests.empty() ? unread_may_cause(result.error().kind) : may_cause(requests.back(), result.error().kind);
}

bool is_right_delivery(Result<Invitation> const& result, std::vector<Fault> const& requests)
{
    if (result || result.error().delivery == Delivery::unknown) return true;
    if (may_have_taken_effect(requests)) return false;
    return result.error().delivery == Delivery::not_sent || !requests.empty();
}

} // namespace

Verdict judge(std::map<std::string, Outcome> const& outcomes, PeerLog::Contents const& log)
{
    Verdict verdict;
    verdict.calls = outcomes.size();
    auto const note = [&](std::size_t& count, std::string_view what, std::string const& address, Outcome const& outcome,
                          std::vector<Fault> const& requests) {
        ++count;
        if (verdict.complaints.size() == most_complaints) return;
        std::ostringstream text;
        text << what << ": " << address << ", " << outcome.endings << " endings, ";
        if (outcome.result)
            text << outcome.result->id;
        else
            text << outcome.result.error();
        for (auto const fault : requests) text << ", met " << name_of(fault);
        verdict.complaints.push_back(text.str());
    };
    for (auto const& [address, outcome] : outcomes)
    {
        auto const found = log.requests.find(address);
        auto const requests = found == log.requests.end() ? std::vector<Fault>{} : found->second;
        verdict.requests += requests.size();
        if (outcome.endings != 1)
        {
            note(verdict.lost, "lost", address, outcome, requests);
            continue;
        }
        auto const repeated = repetitions(requests);
        if (repeated > 0) note(verdict.duplicates, "sent again", address, outcome, requests);
        if (!is_right_answer(address, outcome.result, requests))
            note(verdict.wrong_answers, "wrong answer", address, outcome, requests);
        if (!is_right_delivery(outcome.result, requests))
            note(verdict.wrong_delivery, "wrong delivery", address, outcome, requests);
        verdict.worst_overshoot = std::max(verdict.worst_overshoot, outcome.overshoot);
        std::ostringstream kind;
        if (outcome.result)
            kind << "success";
        else
            kind << outcome.result.error().kind << ", " << outcome.result.error().delivery;
        ++verdict.outcomes[kind.str()];
    }
    return verdict;
}

void add(Verdict& sum, Verdict const& other)
{
    sum.calls += other.calls;
    sum.requests += other.requests;
    for (auto const& [kind, count] : other.outcomes) sum.outcomes[kind] += count;
    sum.duplicates += other.duplicates;
    sum.lost += other.lost;
    sum.wrong_answers += other.wrong_answers;
    sum.wrong_delivery += other.wrong_delivery;
    sum.worst_overshoot = std::max(sum.worst_overshoot, other.worst_overshoot);
    sum.complaints.insert(sum.complaints.end(), other.complaints.begin(), other.complaints.end());
}

void print(std::ostream& out, Verdict const& verdict, std::array<std::size_t, fault_count> const& faults)
{
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    out << "calls: " << verdict.calls << "\nrequests the peer has read: " << verdict.requests << "\nfaults injected:\n";
    for (std::size_t i = 0; i < faults.size(); ++i)
        if (static_cast<Fault>(i) != Fault::none) out << "  " << name_of(static_cast<Fault>(i)) << ": " << faults[i] << '\n';
    out << "outcomes:\n";
    for (auto const& [kind, count] : verdict.outcomes) out << "  " << kind << ": " << count << '\n';
    out << "duplicates: " << verdict.duplicates << "\nlost: " << verdict.lost << "\nwrong answers: " << verdict.wrong_answers
        << "\nwrong delivery: " << verdict.wrong_delivery
        << "\nworst overshoot of a deadline: " << duration_cast<milliseconds>(verdict.worst_overshoot).count() << " ms\n";
    for (auto const& complaint : verdict.complaints) out << "! " << complaint << '\n';
}

} // namespace clerk::test
