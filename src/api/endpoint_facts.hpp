#pragma once

#include <clerk/detail/prepared_call.hpp>

#include <string_view>

namespace clerk::detail {

/// What is the same for all calls of an endpoint.
struct EndpointFacts
{
    std::string_view name; ///< for error texts
    bool idempotent;       ///< RFC 9110, 9.2.2
    RateKey rate_key{0};
    bool safe{false}; ///< RFC 9110, 9.2.1
};

[[nodiscard]] constexpr EndpointFacts facts_of(Endpoint endpoint) noexcept
{
    constexpr EndpointFacts facts[endpoint_count]{
        {.name = "POST /v1/invitations", .idempotent = false, .rate_key = 0},
        {.name = "POST /v1/invitations/bulk", .idempotent = false, .rate_key = 1},
        {.name = "GET /v1/invitations", .idempotent = true, .rate_key = 2, .safe = true},
        {.name = "POST /v1/invitations/{id}/revoke", .idempotent = false, .rate_key = 3}};
    return facts[static_cast<std::size_t>(endpoint)];
}

} // namespace clerk::detail
