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

/// The key of a rate limit: the number of an `Endpoint`, or a larger one for other endpoints.
using RateKey = std::uint64_t;

struct HandleFields;
struct Sought;

/// A validated and encoded call that has not been started. The argument of an initiation.
struct PreparedCall
{
    RateKey rate_key{0};
    RequestOptions options;
    /// For error texts. Static storage.
    std::string_view name;
    /// RFC 9110, 9.2.1 and 9.2.2.
    bool safe{false};
    bool idempotent{false};
    /// False: a request without content.
    bool has_body{false};
    /// Number of invitations that a list skips.
    std::int64_t offset{0};
    /// The maximum size of the response, in multiples of `LimitOptions::max_body_bytes`.
    int body_limits{1};
    /// The request line. Empty: that of the endpoint.
    std::string line;
    std::string body;
    /// The header fields of the handle. Null: the client's.
    std::shared_ptr<HandleFields const> fields;
    /// The effect to look for if the response is lost. Null: no recovery.
    std::shared_ptr<Sought const> sought;
    /// The validation error. Null: the call is valid.
    std::shared_ptr<ClerkError> refused;
};

} // namespace clerk::detail
