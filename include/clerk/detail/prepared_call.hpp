#pragma once

#include <clerk/error.hpp>
#include <clerk/request_options.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The operations on invitations.
enum class Endpoint : std::uint8_t
{
    create,
    create_bulk,
    list,
    revoke
};

inline constexpr std::size_t endpoint_count = 4;

/// What rate limits are told apart by: an `Endpoint`'s number, or a larger one for any other.
using RateKey = std::uint64_t;

struct HandleFields;
struct Sought;

/// A call that was validated and encoded, and not begun: what an initiation carries until it is started.
struct PreparedCall
{
    RateKey rate_key{0};
    RequestOptions options;
    /// For error texts; static.
    std::string_view name;
    /// RFC 9110, 9.2.1 and 9.2.2.
    bool safe{false};
    bool idempotent{false};
    /// False = a request without content.
    bool has_body{false};
    /// How many invitations a list skips.
    std::int64_t offset{0};
    /// The response may have this many times `LimitOptions::max_body_bytes`.
    int body_limits{1};
    /// The whole request line; empty where all calls of the endpoint have the same.
    std::string line;
    std::string body;
    /// The handle's, where it is not the client's own.
    std::shared_ptr<HandleFields const> fields;
    /// What to look for where the answer is lost; null = the call ends then.
    std::shared_ptr<Sought const> sought;
    /// Set where validation refused the call.
    std::shared_ptr<ClerkError> refused;
};

} // namespace clerk::detail
