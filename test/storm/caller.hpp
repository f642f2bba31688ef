#pragma once

#include "storm/outcomes.hpp"

#include <clerk/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace clerk::test {

/// The task of one coroutine.
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

/// Records the lateness of a plain timer until the time is over: the delay of the context and the machine.
[[nodiscard]] boost::asio::awaitable<void> keep_timing(Outcomes& outcomes, unsigned seed,
                                                       std::chrono::steady_clock::time_point until);

} // namespace clerk::test
