#include "storm/outcomes.hpp"

#include <utility>

namespace clerk::test {

void Outcomes::begun(std::string const& address)
{
    std::scoped_lock const lock{mutex_};
    outcomes_[address];
}

void Outcomes::ended(std::string const& address, Result<Invitation> result, std::chrono::steady_clock::duration overshoot)
{
    std::scoped_lock const lock{mutex_};
    auto& outcome = outcomes_[address];
    ++outcome.endings;
    outcome.overshoot = overshoot;
    outcome.result = std::move(result);
}

std::map<std::string, Outcome> Outcomes::contents() const
{
    std::scoped_lock const lock{mutex_};
    return outcomes_;
}

} // namespace clerk::test
