#include "fuzz/promises.hpp"

#include "fuzz/require.hpp"

#include <algorithm>

namespace clerk::fuzz {

namespace {

bool is_refusal(Answer answer)
{
    return answer == Answer::rate_limited || answer == Answer::refused;
}

} // namespace

void require_promises(CallRecord const& call)
{
    require(call.endings.size() == 1, "a call completes exactly once");
    require(call.answers.size() <= static_cast<std::size_t>(call.max_attempts), "a call has at most max_attempts requests");
    bool const has_effects = call.method != "GET";
    bool const may_be_repeated = call.method == "GET" || call.method == "PUT" || call.method == "DELETE";
    for (std::size_t i = 0; i + 1 < call.answers.size(); ++i)
        require(call.answers[i] == Answer::rate_limited || may_be_repeated,
                "a request that may have taken effect is not sent again");

    auto const& ending = call.endings.front();
    if (ending.value)
    {
        require(!call.answers.empty() && call.answers.back() == Answer::value, "a value was answered");
        require(ending.right_value, "a value is the answer to the call's own request");
        return;
    }
    if (!has_effects || ending.delivery == Delivery::unknown) return;
    require(std::ranges::all_of(call.answers, is_refusal), "not_sent and rejected mean that nothing changed");
    require(ending.delivery == Delivery::not_sent || !call.answers.empty(), "rejected means that the server has answered");
}

} // namespace clerk::fuzz
