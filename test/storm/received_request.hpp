#pragma once

#include <string>
#include <vector>

namespace clerk::test {

/// A caller's request, as the peer reads it.
struct ReceivedRequest
{
    /// The keys of its calls. Empty if no caller makes this request.
    std::vector<std::string> keys;
    /// Returns the body of a correct response.
    std::string json;
    /// Returns an invalid body.
    std::string wrong_json;
    /// Whether it has a key of `storm_secret_key`.
    bool authorized{false};
};

[[nodiscard]] ReceivedRequest read_request(std::string const& request);

/// Returns a secret key of one repeated letter, so that a mixture of two keys is invalid.
[[nodiscard]] std::string storm_secret_key(unsigned number);

/// Returns an invitation of `<key>@example.com` with the id `inv_<key>`.
[[nodiscard]] std::string invitation_of(std::string const& key, std::string const& status);

/// Number of invitations of each list.
inline constexpr int invitations_of_a_list = 5;

} // namespace clerk::test
