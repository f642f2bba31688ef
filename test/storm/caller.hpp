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
    ClientOptions options; ///< for clients of its own; `timeouts.total` is the deadline of a call that has no own one
};

/// Makes one call after the other until the time is over or the client is closed. Operations, deadlines, cancellation and the
/// client, which is a new one now and then, are random.
///
/// Only a call that is to be cancelled runs on a strand, as Asio requires for a slot.
[[nodiscard]] boost::asio::awaitable<void> keep_calling(Client client, Outcomes& outcomes, CallerPlan plan);

/// Gives the client another secret key each millisecond or so, until the time is over.
[[nodiscard]] boost::asio::awaitable<void> keep_changing_keys(Client client, std::chrono::steady_clock::time_point until);

/// Records how late a plain timer is, until the time is over: what the context and the machine add to each deadline.
[[nodiscard]] boost::asio::awaitable<void> keep_timing(Outcomes& outcomes, unsigned seed,
                                                       std::chrono::steady_clock::time_point until);

} // namespace clerk::test
