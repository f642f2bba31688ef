#pragma once

#include "storm/outcomes.hpp"

#include <clerk/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace clerk::test {

/// What one coroutine of a storm is to do.
struct CallerPlan
{
    std::string name;
    unsigned seed{1};
    std::chrono::steady_clock::time_point until;
    std::chrono::milliseconds total; ///< the client's own deadline
};

/// One create after the other until the time is over or the client closed; deadlines and cancellation at random.
///
/// On no strand: only a call that is to be cancelled runs on one, as Asio demands of a slot.
[[nodiscard]] boost::asio::awaitable<void> keep_calling(Client client, Outcomes& outcomes, CallerPlan plan);

} // namespace clerk::test
