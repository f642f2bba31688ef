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

/// Makes one call after the other until the end time or until the client is closed. Operations, deadlines, cancellation and
/// changes of the client are random.
///
/// Only a call that is to be cancelled runs on a strand, as Asio requires for a slot.
[[nodiscard]] boost::asio::awaitable<void> run_caller(Client client, Outcomes& outcomes, CallerPlan plan);

/// Changes the secret key of the client about every millisecond until the end time.
[[nodiscard]] boost::asio::awaitable<void> rotate_keys(Client client, std::chrono::steady_clock::time_point until);

/// Records the lateness of a plain timer until the end time: the delay of the context and the machine.
[[nodiscard]] boost::asio::awaitable<void> measure_timer_lateness(Outcomes& outcomes, unsigned seed,
                                                                  std::chrono::steady_clock::time_point until);

} // namespace clerk::test
