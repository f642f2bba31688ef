#include "storm/verdict.hpp"

#include <algorithm>
#include <sstream>

namespace clerk::test {

namespace {

using Faults = std::vector<Fault>;

constexpr std::size_t most_complaints = 10;
/// Maximum number of pages of one call, including those that are requested again after an error.
constexpr int most_pages = 6;

bool may_have_taken_effect(Faults const& requests)
{
    return !std::ranges::all_of(requests, is_refusal);
}

/// Requests more than the call may send.
std::size_t repetitions(Operation operation, Faults const& requests)
{
    if (is_idempotent(operation))
    {
        bool const paged = operation == Operation::all || operation == Operation::pages;
        std::size_t const most = storm_attempts * (paged ? most_pages : 1);
        return requests.size() > most ? requests.size() - most : 0;
    }
    auto const first = std::ranges::find_if_not(requests, is_refusal);
    return first == requests.end() ? 0 : static_cast<std::size_t>(requests.end() - first - 1);
}

/// Returns whether a call may end with this error before the peer read its request.
bool unread_may_cause(ErrorKind kind) noexcept
{
    constexpr std::array kinds{ErrorKind::transport, ErrorKind::tls,    ErrorKind::timeout,
                               ErrorKind::cancelled, ErrorKind::closed, ErrorKind::rate_limited};
    return std::ranges::find(kinds, kind) != kinds.end();
}

bool is_right_answer(Outcome const& outcome, Faults const& requests)
{
    if (!outcome.error) return outcome.right_value && !requests.empty() && is_answered(requests.back());
    auto const& error = *outcome.error;
    // Items that were not started have the error that stopped the run.
    bool const refused = !may_have_taken_effect(requests);
    if (outcome.operation == Operation::invite_many && refused && error.delivery == Delivery::not_sent) return true;
    // The peer may not have read the last attempt, or the request of `invite_many` after a refused bulk.
    bool const may_be_unread =
        requests.empty() || is_idempotent(outcome.operation) || (outcome.operation == Operation::invite_many && refused);
    if (may_be_unread && unread_may_cause(error.kind)) return true;
    return !requests.empty() && may_cause(requests.back(), error.kind);
}

bool is_right_delivery(Outcome const& outcome, Faults const& requests)
{
    if (!outcome.error || is_safe(outcome.operation) || outcome.error->delivery == Delivery::unknown) return true;
    if (may_have_taken_effect(requests)) return false;
    return outcome.error->delivery == Delivery::not_sent || !requests.empty();
}

std::string complaint(std::string_view what, std::string const& key, Outcome const& outcome, Faults const& requests)
{
    std::ostringstream text;
    text << what << ": " << name_of(outcome.operation) << ' ' << key << ", " << outcome.endings << " endings, ";
    if (outcome.error)
        text << *outcome.error;
    else
        text << (outcome.right_value ? "its value" : "a wrong value");
    for (auto const fault : requests) text << ", met " << name_of(fault);
    return text.str();
}

} // namespace

Verdict judge(Outcomes::Contents const& outcomes, PeerLog::Contents const& log)
{
    Verdict verdict;
    verdict.calls = outcomes.calls.size();
    verdict.requests = log.requests;
    verdict.faults = log.faults;
    verdict.unknown_requests = log.unknown_requests;
    verdict.worst_overshoot = outcomes.worst_overshoot;
    verdict.worst_timer_lateness = outcomes.worst_timer_lateness;
    for (auto const& [key, outcome] : outcomes.calls)
    {
        auto const found = log.faults_by_key.find(key);
        auto const requests = found == log.faults_by_key.end() ? Faults{} : found->second;
        auto const note = [&](std::size_t& count, std::string_view what) {
            ++count;
            if (verdict.complaints.size() < most_complaints)
                verdict.complaints.push_back(complaint(what, key, outcome, requests));
        };
        if (outcome.endings != 1)
        {
            note(verdict.lost, "lost");
            continue;
        }
        if (repetitions(outcome.operation, requests) > 0) note(verdict.duplicates, "sent again");
        if (!is_right_answer(outcome, requests)) note(verdict.wrong_answers, "wrong answer");
        if (!is_right_delivery(outcome, requests)) note(verdict.wrong_delivery, "wrong delivery");
        auto& count = verdict.operations[static_cast<std::size_t>(outcome.operation)];
        ++count.calls;
        if (!outcome.error) ++count.values;
        std::ostringstream kind;
        if (outcome.error)
            kind << outcome.error->kind << ", " << outcome.error->delivery;
        else
            kind << "success";
        ++verdict.outcomes[kind.str()];
    }
    return verdict;
}

void add(Verdict& sum, Verdict const& other)
{
    sum.calls += other.calls;
    sum.requests += other.requests;
    for (std::size_t i = 0; i < operation_count; ++i)
    {
        sum.operations[i].calls += other.operations[i].calls;
        sum.operations[i].values += other.operations[i].values;
    }
    for (std::size_t i = 0; i < fault_count; ++i) sum.faults[i] += other.faults[i];
    for (auto const& [kind, count] : other.outcomes) sum.outcomes[kind] += count;
    sum.duplicates += other.duplicates;
    sum.lost += other.lost;
    sum.wrong_answers += other.wrong_answers;
    sum.wrong_delivery += other.wrong_delivery;
    sum.unknown_requests += other.unknown_requests;
    sum.wrong_events += other.wrong_events;
    sum.worst_overshoot = std::max(sum.worst_overshoot, other.worst_overshoot);
    sum.worst_timer_lateness = std::max(sum.worst_timer_lateness, other.worst_timer_lateness);
    for (auto const& complaint : other.complaints)
        if (sum.complaints.size() < most_complaints) sum.complaints.push_back(complaint);
}

bool is_good(Verdict const& verdict) noexcept
{
    auto const success = verdict.outcomes.find("success");
    return verdict.duplicates + verdict.lost + verdict.wrong_answers + verdict.wrong_delivery + verdict.unknown_requests +
                   verdict.wrong_events ==
               0 &&
           success != verdict.outcomes.end();
}

void print(std::ostream& out, Verdict const& verdict)
{
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    out << "calls, each invitation of invite_many and create_bulk by itself: " << verdict.calls
        << "\nrequests the peer has read: " << verdict.requests << "\ncalls and values:\n";
    for (std::size_t i = 0; i < operation_count; ++i)
        out << "  " << name_of(static_cast<Operation>(i)) << ": " << verdict.operations[i].calls << ", "
            << verdict.operations[i].values << '\n';
    out << "faults injected:\n";
    for (std::size_t i = 0; i < fault_count; ++i)
        if (static_cast<Fault>(i) != Fault::none)
            out << "  " << name_of(static_cast<Fault>(i)) << ": " << verdict.faults[i] << '\n';
    out << "outcomes:\n";
    for (auto const& [kind, count] : verdict.outcomes) out << "  " << kind << ": " << count << '\n';
    out << "duplicates: " << verdict.duplicates << "\nlost: " << verdict.lost << "\nwrong answers: " << verdict.wrong_answers
        << "\nwrong delivery: " << verdict.wrong_delivery << "\nunknown requests: " << verdict.unknown_requests
        << "\nwrong events: " << verdict.wrong_events
        << "\nworst overshoot of a deadline: " << duration_cast<milliseconds>(verdict.worst_overshoot).count()
        << " ms; of a plain timer: " << duration_cast<milliseconds>(verdict.worst_timer_lateness).count() << " ms\n";
    for (auto const& complaint : verdict.complaints) out << "! " << complaint << '\n';
}

} // namespace clerk::test
