#pragma once

#include "storm/operation.hpp"

#include <clerk/error.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace clerk::test {

/// How one call has ended, or one of the invitations of a call that makes several.
struct Outcome
{
    Operation operation{Operation::create};
    int endings{0};
    bool right_value{false};         ///< the value belongs to this call
    std::optional<ClerkError> error; ///< if there is no value
};

/// How all calls have ended, by a key that is unique to each. Thread-safe.
class Outcomes
{
public:
    void begun(std::string const& key, Operation operation);
    void ended(std::string const& key, bool right_value, std::optional<ClerkError> error);

    /// A call has ended that long after its deadline; negative if it ended before.
    void overshoot(std::chrono::steady_clock::duration time);
    /// A plain timer of the same context was that late.
    void timer_lateness(std::chrono::steady_clock::duration time);

    struct Contents
    {
        std::map<std::string, Outcome> calls;
        std::chrono::steady_clock::duration worst_overshoot{};
        std::chrono::steady_clock::duration worst_timer_lateness{};
    };

    /// A copy of everything.
    [[nodiscard]] Contents contents() const;

private:
    mutable std::mutex mutex_;
    Contents contents_;
};

} // namespace clerk::test
