#pragma once

#include "storm/outcomes.hpp"

#include <clerk/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace clerk::test {

/// One call of a storm.
struct Call
{
    Operation operation{Operation::create};
    std::string key;                    ///< unique to it
    std::chrono::milliseconds deadline; ///< of each request
    bool own_deadline{false};           ///< differs from the client's
    int items{1};                       ///< of `invite_many`
};

/// Makes the call and records how it has ended.
/// @returns false if the client is closed
[[nodiscard]] boost::asio::awaitable<bool> make_call(Client client, Outcomes& outcomes, Call call);

} // namespace clerk::test
