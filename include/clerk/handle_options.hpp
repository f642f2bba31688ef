#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clerk {

/// Header fields in the order they are sent: names and values.
using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// What calls through one handle do otherwise than the client's others.
///
/// @see Client::invitations
class HandleOptions
{
public:
    /// Nothing different.
    HandleOptions() {}

    /// The `Clerk-API-Version` to ask for, visible ASCII. Unset = the client's.
    std::optional<std::string> api_version;
    /// Fields to send besides the library's own. Names begin with `X-` (in any case) and are tokens (RFC 9110, 5.6.2); values are
    /// visible ASCII, with single spaces and tabs between (RFC 9110, 5.5). At most 64, and 8 KiB together.
    HeaderFields headers;
};

} // namespace clerk
