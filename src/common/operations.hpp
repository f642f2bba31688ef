#pragma once

#include <clerk/detail/prepared_call.hpp>

#include <string_view>

/// The operations of Clerk's API that this library implements.
namespace clerk::detail::operations {

inline constexpr std::string_view invitations_path = "/v1/invitations";

inline constexpr Operation create{.rate_limit_key = 0, .name = "POST /v1/invitations", .safe = false, .idempotent = false};
inline constexpr Operation create_bulk{
    .rate_limit_key = 1, .name = "POST /v1/invitations/bulk", .safe = false, .idempotent = false};
inline constexpr Operation list{.rate_limit_key = 2, .name = "GET /v1/invitations", .safe = true, .idempotent = true};
inline constexpr Operation revoke{
    .rate_limit_key = 3, .name = "POST /v1/invitations/{id}/revoke", .safe = false, .idempotent = false};

} // namespace clerk::detail::operations
