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

/// The outcome of one call, or of one item of a call with several.
struct Outcome
{
    Operation operation{Operation::create};
    int endings{0};
    bool right_value{false};         ///< the value belongs to this call
    std::optional<ClerkError> error; ///< if there is no value
};

/// The outcomes of all calls by their unique keys. Thread-safe.
class Outcomes
{
public:
    void begun(std::string const& key, Operation operation);
    void ended(std::string const& key, bool right_value, std::optional<ClerkError> error);

    /// Records how late after its deadline a call ended. Negative: before it.
    void overshoot(std::chrono::steady_clock::duration time);
    /// Records how late a plain timer of the same context was.
    void timer_lateness(std::chrono::steady_clock::duration time);

    struct Contents
    {
        std::map<std::string, Outcome> calls;
        std::chrono::steady_clock::duration worst_overshoot{};
        std::chrono::steady_clock::duration worst_timer_lateness{};
    };

    /// Returns a copy.
    [[nodiscard]] Contents contents() const;

private:
    mutable std::mutex mutex_;
    Contents contents_;
};

} // namespace clerk::test
