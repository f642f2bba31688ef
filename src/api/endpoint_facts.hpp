#pragma once

#include <clerk/detail/prepared_call.hpp>

#include <string_view>

namespace clerk::detail {

/// What is the same for all calls of an endpoint.
struct EndpointFacts
{
    std::string_view name; ///< for error texts
    bool idempotent;       ///< RFC 9110, 9.2.2
};

[[nodiscard]] constexpr EndpointFacts facts_of(Endpoint endpoint) noexcept
{
    switch (endpoint)
    {
    case Endpoint::create:
        return {"POST /v1/invitations", false};
    case Endpoint::create_bulk:
        return {"POST /v1/invitations/bulk", false};
    case Endpoint::list:
        return {"GET /v1/invitations", true};
    case Endpoint::revoke:
        return {"POST /v1/invitations/{id}/revoke", false};
    }
    return {"", false};
}

} // namespace clerk::detail
