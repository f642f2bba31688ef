#pragma once

#include <clerk/error.hpp>
#include <clerk/invitation.hpp>
#include <clerk/result.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace clerk::test {

/// What became of one call.
struct Outcome
{
    Result<Invitation> result;
    int endings{0};
    std::chrono::steady_clock::duration overshoot{}; ///< of its deadline; negative where it ended before
};

/// What became of all calls, by the address to invite, which is another one for each. Thread-safe.
class Outcomes
{
public:
    void begun(std::string const& address);
    void ended(std::string const& address, Result<Invitation> result, std::chrono::steady_clock::duration overshoot);

    /// A copy of everything.
    [[nodiscard]] std::map<std::string, Outcome> contents() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, Outcome> outcomes_;
};

} // namespace clerk::test
