#pragma once

#include "net/connection_state.hpp"

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace clerk::detail {

inline std::ostream& operator<<(std::ostream& out, ConnectionState::Step step)
{
    switch (step)
    {
    case ConnectionState::Step::pending:
        return out << "pending";
    case ConnectionState::Step::ready:
        return out << "ready";
    case ConnectionState::Step::answered:
        return out << "answered";
    case ConnectionState::Step::failed:
        return out << "failed";
    }
    return out << "?";
}

} // namespace clerk::detail

namespace clerk::test {

using Step = detail::ConnectionState::Step;

inline constexpr detail::RequestParts request{"POST /v1/invitations HTTP/1.1\r\n", "Host: localhost\r\n",
                                              "Clerk-API-Version: 1\r\nContent-Length: ", "2\r\n\r\n", "{}"};

inline constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

inline std::string joined(detail::RequestParts const& parts)
{
    std::string whole;
    for (auto const part : parts) whole += part;
    return whole;
}

/// Takes output like a socket that accepts this many bytes at a time.
inline std::string take_output(detail::ConnectionState& state, std::size_t at_a_time = std::string::npos)
{
    std::string taken;
    while (!state.output().empty())
    {
        auto const some = state.output().substr(0, at_a_time);
        taken += some;
        state.on_written(some.size());
    }
    return taken;
}

} // namespace clerk::test
