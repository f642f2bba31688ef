#include "storm/outcomes.hpp"

#include <algorithm>
#include <utility>

namespace clerk::test {

void Outcomes::begun(std::string const& key, Operation operation)
{
    std::scoped_lock const lock{mutex_};
    contents_.calls[key].operation = operation;
}

void Outcomes::ended(std::string const& key, bool right_value, std::optional<ClerkError> error)
{
    std::scoped_lock const lock{mutex_};
    auto& outcome = contents_.calls[key];
    ++outcome.endings;
    outcome.right_value = right_value;
    outcome.error = std::move(error);
}

void Outcomes::overshoot(std::chrono::steady_clock::duration time)
{
    std::scoped_lock const lock{mutex_};
    contents_.worst_overshoot = std::max(contents_.worst_overshoot, time);
}

void Outcomes::timer_lateness(std::chrono::steady_clock::duration time)
{
    std::scoped_lock const lock{mutex_};
    contents_.worst_timer_lateness = std::max(contents_.worst_timer_lateness, time);
}

Outcomes::Contents Outcomes::contents() const
{
    std::scoped_lock const lock{mutex_};
    return contents_;
}

} // namespace clerk::test
