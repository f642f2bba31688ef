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

/// The kind of failure that ended a call.
enum class ErrorKind
{
    invalid_argument, ///< the arguments are invalid; nothing was sent
    api,              ///< Clerk returned an error
    rate_limited,     ///< 429, or an earlier 429 blocks calls past this call's deadline
    transport,        ///< resolving, connecting or the connection failed
    tls,              ///< the handshake failed, or the peer's certificate was rejected
    timeout,          ///< a deadline passed
    cancelled,        ///< the caller cancelled the call
    protocol,         ///< the response is not valid HTTP, exceeds a limit, or is a redirect (never followed)
    decode,           ///< the response is a 2xx with an invalid body
    pool_exhausted,   ///< `PoolOptions::max_waiting` calls are waiting already
    closed            ///< the client was closed
};

/// Whether the request may have taken effect.
enum class Delivery
{
    not_sent, ///< the server cannot have received the request: calling again cannot repeat its effect
    rejected, ///< Clerk rejected the request and nothing changed: every 4xx, unless an earlier attempt may have succeeded
    unknown   ///< the request may have taken effect: check with `list` before calling again
};

/// The action to take after an error.
enum class Advice
{
    retry,       ///< call again: the effect cannot be repeated
    retry_later, ///< call again after `ClerkError::retry_after`, or when fewer calls wait
    fix_request, ///< change the request: Clerk or the library refused its content
    look_first,  ///< check with `list` whether the request took effect before calling again
    give_up      ///< calling again is pointless: cancelled, closed, or a wrong key, plan or certificate
};

/// Why a failed call was not retried.
enum class NotRetried
{
    none,                   ///< nothing to explain: the same would happen again, or the call was ended from outside
    not_idempotent,         ///< the request may have taken effect, and repeating it would not be safe
    retries_disabled,       ///< the call has one attempt
    no_attempts_left,       ///< all attempts were made
    delay_exceeds_deadline, ///< the backoff delay or rate limit ends after the deadline of the call
    fail_fast,              ///< a rate limit, with `RateLimitMode::fail_fast`
    proxy_refused           ///< the proxy would refuse the same request again
};

/// The phase in which a call ended.
enum class Phase
{
    validate,  ///< validating the arguments
    queue,     ///< waiting for a connection
    resolve,   ///< resolving the host
    connect,   ///< connecting, including a proxy's CONNECT
    handshake, ///< TLS handshake
    write,     ///< writing the request
    read,      ///< waiting for and reading the response
    decode,    ///< decoding the response
    backoff    ///< waiting for the next attempt or the end of a rate limit
};

/// Returns the name of the enumerator, for example `rate_limited`.
CLERK_EXPORT std::string_view to_string(ErrorKind kind) noexcept;
/// Returns the name of the enumerator, for example `not_sent`.
CLERK_EXPORT std::string_view to_string(Delivery delivery) noexcept;
/// Returns the name of the enumerator, for example `handshake`.
CLERK_EXPORT std::string_view to_string(Phase phase) noexcept;
/// Returns the name of the enumerator, for example `look_first`.
CLERK_EXPORT std::string_view to_string(Advice advice) noexcept;
/// Returns the reason as text, for example `the request is not idempotent`. Empty for `none`.
CLERK_EXPORT std::string_view to_string(NotRetried reason) noexcept;
/// Returns the kind as an error code of category `clerk`, for code that works with error codes.
CLERK_EXPORT boost::system::error_code make_error_code(ErrorKind kind) noexcept;
/// Writes the name of the enumerator.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, ErrorKind kind);
/// Writes the name of the enumerator.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, Delivery delivery);
/// Writes the name of the enumerator.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, Phase phase);
/// Writes the name of the enumerator.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, Advice advice);
/// Writes the text of the reason.
CLERK_EXPORT std::ostream& operator<<(std::ostream& out, NotRetried reason);

/// One entry of the `errors` array of a Clerk error response, unchanged.
///
/// The texts come from Clerk and may quote the request, for example an e-mail address. Do not log them as they are.
/// @see https://clerk.com/docs/guides/development/errors/backend-api
struct ApiError
{
    std::string code;         ///< stable and machine-readable, for example `duplicate_record`
    std::string message;      ///< short text
    std::string long_message; ///< long text
    boost::json::object meta; ///< unchanged, for example `param_name` or `email_addresses`

    /// Compares all members.
    friend bool operator==(ApiError const&, ApiError const&) = default;
};

/// Why a call failed, and whether it is safe to call again.
///
/// @par Exception safety
/// Moves are noexcept. Copies may throw `std::bad_alloc`.
class CLERK_EXPORT ClerkError
{
public:
    /// What failed.
    ErrorKind kind{ErrorKind::transport};
    /// Whether the request may have taken effect.
    Delivery delivery{Delivery::unknown};
    /// In which phase.
    Phase phase{Phase::queue};
    /// HTTP status of the response. Zero: no response.
    int status{0};
    /// Number of attempts: connections tried for this call, and requests.
    int attempts{0};
    /// Maximum number of attempts of the call.
    int max_attempts{0};
    /// Clerk's errors. Empty if the body has no such list.
    std::vector<ApiError> errors;
    /// Clerk's trace id, for its support: from the body, or else from `Clerk-Trace-Id`, or else from `cf-ray`. May be empty.
    std::string trace_id;
    /// How long to wait before the next call: from `Retry-After`, or the rest of a rate limit. Never negative.
    std::optional<std::chrono::seconds> retry_after;
    /// The underlying error of the system, the resolver, TLS or the proxy (category `clerk.proxy`, whose values are HTTP
    /// statuses). Clear without one.
    boost::system::error_code cause;
    /// The beginning of an error body that is not JSON. May contain anything the server sent: do not log it as it is.
    std::string body_excerpt;
    /// The operation, for example `POST /v1/invitations`. Never contains an id or a query.
    std::string operation;
    /// What failed, in the words of this library. Never contains parts of the request or the response.
    std::string detail;
    /// Why the call was not retried.
    NotRetried not_retried{NotRetried::none};

    /// Returns whether one of `errors` has this code.
    [[nodiscard]] bool has_code(std::string_view code) const noexcept;

    /// Returns the action to take. docs/errors.md has the table.
    [[nodiscard]] Advice advice() const noexcept;

    /// Returns `kind` as an error code. For the underlying error, see `cause`.
    [[nodiscard]] boost::system::error_code code() const noexcept { return make_error_code(kind); }

    /// Returns one line for logs: what failed, in which phase, Clerk's codes, what it means for the caller, why it was not
    /// retried.
    ///
    /// Consists of this library's words, parameter names and error codes only. Texts from Clerk that are not codes are left out,
    /// so the line never contains the key, an address, metadata or the URL of an invitation.
    [[nodiscard]] std::string message() const;

    /// Writes `message()`.
    friend CLERK_EXPORT std::ostream& operator<<(std::ostream& out, ClerkError const& error);
};

} // namespace clerk

template <>
struct boost::system::is_error_code_enum<clerk::ErrorKind>
{
    static constexpr bool value = true;
};
