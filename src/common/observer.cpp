#include <clerk/observer.hpp>

#include <array>

namespace clerk {

Observer::~Observer() = default;

void Observer::on_call_start(CallStart const&) noexcept {}

void Observer::on_attempt_end(AttemptEnd const&) noexcept {}

void Observer::on_call_end(CallEnd const&) noexcept {}

void Observer::on_hold(Hold const&) noexcept {}

void Observer::on_connection_open(ConnectionOpen const&) noexcept {}

void Observer::on_connection_close(ConnectionClose const&) noexcept {}

std::string_view to_string(CloseReason reason) noexcept
{
    constexpr std::array<std::string_view, 7> names{"idle_timeout", "max_lifetime", "by_peer", "connect",
                                                    "error",        "cancelled",    "client"};
    static_assert(names[static_cast<std::size_t>(CloseReason::client)] == "client");
    auto const index = static_cast<std::size_t>(reason);
    return index < names.size() ? names[index] : "unknown";
}

} // namespace clerk
