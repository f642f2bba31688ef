#pragma once

#include <clerk/error.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace clerk::fuzz {

/// How a server answered a request of a call.
enum class Answer
{
    none, ///< not, or not wholly
    value,
    rate_limited,
    refused, ///< 404 or 422
    other
};

/// How a call ended.
struct Ending
{
    bool value{false};
    bool right_value{false}; ///< the answer to this call's own request
    ErrorKind kind{};
    Delivery delivery{};
};

/// One call, as its caller and the server saw it.
struct CallRecord
{
    std::string method;
    int max_attempts{1};
    std::chrono::steady_clock::time_point deadline{};
    std::vector<Answer> answers; ///< to each of its requests that reached the server
    std::vector<Ending> endings;

    [[nodiscard]] bool ended() const noexcept { return !endings.empty(); }
};

/// Checks the promises for a completed call.
void require_promises(CallRecord const& call);

} // namespace clerk::fuzz
