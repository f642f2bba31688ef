#pragma once

#include <clerk/observer.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace clerk::detail {

/// The observer of a client, and what all its events have in common. Immutable.
struct Observation
{
    std::shared_ptr<Observer> observer;
    std::string server_address;
    std::uint16_t server_port{0};
};

/// Returns a number that no call or connection of the process had before.
[[nodiscard]] std::uint64_t next_event_id() noexcept;

} // namespace clerk::detail
