#pragma once

#include <clerk/export.hpp>

#include <boost/json/object.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clerk {

/// What kind of failure ended a call.
enum class ErrorKind
{
    invalid_argument, ///< refused here, before anything was sent
    api,              ///< Clerk answered with an error
    rate_limited,     ///< 429, or a hold after one that the call's deadline cannot fit
    transport,        ///< resolving, connecting, a reset or a closed connection
    tls,              ///< the handshake or the peer's certificate was refused
    timeout,          ///< a deadline passed
    cancelled,        ///< the caller cancelled the call
    protocol,         ///< not legal HTTP, over a limit, or a redirect (never followed)
    decode,           ///< a 2xx whose body is not what it must be
    pool_exhausted,   ///< more calls are waiting than `PoolOptions::max_waiting` allows
    closed            ///< the client was closed
};

/// Whether the request may have taken effect.
enum class Delivery
{
    not_sent, ///< no byte of it can have arrived: safe to call again
    rejected, ///< Clerk said no, nothing was created: every 4xx, 429 included, unless an earlier attempt may have succeeded
    unknown   ///< it may have happened: look with `list` before calling again
};

/// Where in its life a call ended.
enum class Phase
{
    validate,  ///< checking the arguments
    queue,     ///< waiting for a connection of the pool
    resolve,   ///< looking the host up
    connect,   ///< TCP, and a proxy's CONNECT
    handshake, ///< TLS
    write,     ///< sending the request
    read,      ///< waiting for and reading the answer
    decode,    ///< turning the answer into a value
    backoff    ///< waiting before another attempt, or for a rate limit to end
};

/// The enumerator's name: `rate_limited`.
CLERK_EXPORT std::string_view to_string(ErrorKind kind) noexcept;
/// The enumerator's name: `not_sent`.
CLERK_EXPORT std::string_view to_string(Delivery delivery) noexcept;
/// The enumerator's name: `handshake`.
CLERK_EXPORT std::string_view to_string(Phase phase) noexcept;
/// Writes the enumerator's name.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, ErrorKind kind);
/// Writes the enumerator's name.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, Delivery delivery);
/// Writes the enumerator's name.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, Phase phase);

/// One entry of the `errors` array of a Clerk error answer, as Clerk sent it.
///
/// The texts are Clerk's and may quote the request (an e-mail address, say): treat them as data, not as something to log.
/// @see https://clerk.com/docs/guides/development/errors/backend-api
struct ApiError
{
    std::string code;         ///< stable and machine-readable: `duplicate_record`
    std::string message;      ///< short text
    std::string long_message; ///< long text
    boost::json::object meta; ///< whole, whatever it holds: `param_name`, `email_addresses`
};

/// Why a call failed, and whether it is safe to call again.
///
/// @par Exception safety
/// Moves are noexcept; copies may throw `std::bad_alloc`.
class CLERK_EXPORT ClerkError
{
public:
    ErrorKind kind{ErrorKind::transport};
    /// Whether the request may have taken effect.
    Delivery delivery{Delivery::unknown};
    /// Where the call ended.
    Phase phase{Phase::queue};
    /// The HTTP status, 0 where there was none.
    int status{0};
    /// How many attempts were begun: connections tried for this call, and requests.
    int attempts{0};
    /// How many attempts the call was allowed.
    int max_attempts{0};
    /// What Clerk said, entry by entry; empty where the body held no such list.
    std::vector<ApiError> errors;
    /// Clerk's trace id for its support: the body's, else `Clerk-Trace-Id`, else `cf-ray`; empty where there was none.
    std::string trace_id;
    /// How long to wait before calling again; from `Retry-After`, or what is left of a hold. Never negative.
    std::optional<std::chrono::seconds> retry_after;
    /// The error beneath, from the system, the resolver or TLS; clear where there was none.
    boost::system::error_code cause;
    /// The start of an error body that was not JSON; may hold anything the server sent, so treat it as data.
    std::string body_excerpt;
    /// Which operation: `POST /v1/invitations`. Never holds an id or a query.
    std::string operation;
    /// What failed, in this library's own words; never holds anything of the request or the answer.
    std::string detail;
    /// Why the call was not tried again, in this library's own words; empty where that goes without saying.
    std::string not_retried;

    /// Whether one of `errors` has this code.
    [[nodiscard]] bool has_code(std::string_view code) const noexcept;

    /// One line: what failed, in which phase, what Clerk said, what it means for the caller, why it was not tried again.
    ///
    /// Fit for logs: it is put together from this library's own words, our parameters' names and error codes only (a text of
    /// Clerk's that has not the form of a code is left out), so it never holds the key, an
    /// address, metadata or an invitation's url, whatever the server answered.
    [[nodiscard]] std::string message() const;

    /// Writes `message()`.
    friend CLERK_EXPORT std::ostream& operator<<(std::ostream& out, ClerkError const& error);
};

} // namespace clerk
