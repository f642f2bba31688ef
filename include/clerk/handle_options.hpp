#pragma once

#include <clerk/secret_key.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clerk {

/// Names and values of header fields, in the order they are sent.
using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// Options of the calls of one handle.
///
/// @see Client::invitations
class HandleOptions
{
public:
    /// The options of the client.
    // Makes the class a non-aggregate: g++ 12 destroys aggregate temporaries twice in a `co_await` expression.
    HandleOptions() {}

    /// Value of `Clerk-API-Version`. Visible ASCII. Default: the client's.
    std::optional<std::string> api_version;
    /// The key of another instance. Its calls share the connections of the client, but not its rate limits, because Clerk counts
    /// requests by instance: handles with the same key share those. `Client::set_secret_key` does not affect them. An absent key
    /// is invalid. Unset: the client's.
    std::optional<SecretKey> secret_key;
    /// Additional header fields. Names are tokens (RFC 9110, 5.6.2) that begin with `X-`, in any case. Values are visible ASCII
    /// with single spaces and tabs in between (RFC 9110, 5.5). At most 64 fields and 8 KiB in total. Default: none.
    HeaderFields headers;
};

} // namespace clerk
