#pragma once

#include <clerk/detail/prepared_call.hpp>

#include <string_view>

namespace clerk::detail {

/// Properties of an endpoint.
struct EndpointFacts
{
    RateKey rate_key{0};
    std::string_view name;  ///< for error texts
    bool idempotent{false}; ///< RFC 9110, 9.2.2
    bool safe{false};       ///< RFC 9110, 9.2.1
};

[[nodiscard]] constexpr EndpointFacts facts_of(Endpoint endpoint) noexcept
{
    constexpr EndpointFacts facts[endpoint_count]{
        {.rate_key = 0, .name = "POST /v1/invitations", .idempotent = false, .safe = false},
        {.rate_key = 1, .name = "POST /v1/invitations/bulk", .idempotent = false, .safe = false},
        {.rate_key = 2, .name = "GET /v1/invitations", .idempotent = true, .safe = true},
        {.rate_key = 3, .name = "POST /v1/invitations/{id}/revoke", .idempotent = false, .safe = false}};
    return facts[static_cast<std::size_t>(endpoint)];
}

} // namespace clerk::detail
