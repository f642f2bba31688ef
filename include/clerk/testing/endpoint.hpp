#pragma once

namespace clerk::testing {

/// The requests that a rate limit counts together.
/// @see https://clerk.com/docs/guides/how-clerk-works/system-limits
enum class Endpoint
{
    create,      ///< `POST /v1/invitations`: 100 requests an hour
    create_bulk, ///< `POST /v1/invitations/bulk`: 25 requests an hour
    others       ///< all others: 1000 requests in 10 s with an `sk_live_` key, 100 with any other
};

} // namespace clerk::testing
