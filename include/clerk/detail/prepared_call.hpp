#pragma once

#include <clerk/error.hpp>
#include <clerk/request_options.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace clerk::detail {

/// The key of a rate limit. Requests with the same key share it.
using RateLimitKey = std::uint64_t;

/// Properties of an operation of the API.
struct Operation
{
    RateLimitKey rate_limit_key{0};
    std::string_view name{}; ///< for error texts: `POST /v1/invitations`. Static storage
    bool safe{false};        ///< changes nothing (RFC 9110, 9.2.1)
    bool idempotent{false};  ///< changes nothing more when it is repeated (RFC 9110, 9.2.2)
};

struct HandleHeaders;
struct RecoveryTarget;

/// A validated and encoded call that has not been started. The argument of an initiation.
struct PreparedCall
{
    Operation operation;
    RequestOptions options;
    /// False: a request without content.
    bool has_body{false};
    /// Number of invitations that a list skips.
    std::int64_t offset{0};
    /// The maximum size of the response, in multiples of `LimitOptions::max_body_bytes`.
    int body_limits{1};
    /// The request line, if it is not that of the operation, followed by the body.
    std::string text;
    std::size_t line_size{0};
    /// The header fields of the handle. Null: the client's.
    std::shared_ptr<HandleHeaders const> fields;
    /// The effect to look for if the response is lost. Null: no recovery.
    std::shared_ptr<RecoveryTarget const> recovery_target;
    /// The validation error. Null: the call is valid.
    std::shared_ptr<ClerkError> refused;
};

} // namespace clerk::detail
