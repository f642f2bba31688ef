#pragma once

#include <string>
#include <vector>

namespace clerk::test {

/// A caller's request, as the peer reads it.
struct Asked
{
    /// Of the calls it belongs to; empty if no caller makes such a request.
    std::vector<std::string> keys;
    /// The body of its right answer.
    std::string json;
    /// An invalid body for it.
    std::string wrong_json;
    /// Whether it has one of `storm_secret_key`.
    bool authorized{false};
};

[[nodiscard]] Asked read_request(std::string const& request);

/// Returns a secret key of one repeated letter, so that a mixture of two keys is invalid.
[[nodiscard]] std::string storm_secret_key(unsigned number);

/// An invitation of `<key>@example.com`, whose id is `inv_<key>`.
[[nodiscard]] std::string invitation_of(std::string const& key, std::string const& status);

/// How many invitations each list has.
inline constexpr int invitations_of_a_list = 5;

} // namespace clerk::test
