#pragma once

#include "codec/invitation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// The content of a list response.
struct InvitationList
{
    std::vector<Invitation> invitations;
    /// Not set for a bare array, or if the object has no such member.
    std::optional<std::int64_t> total_count;
};

/// Parses one invitation. Null on success.
[[nodiscard]] std::optional<DecodeFailure> parse_body(std::string_view body, std::size_t max_depth, Invitation& target);

/// Parses an array of invitations or, if `enveloped` is set, an object with such an array as `data`. The envelope does not count
/// as depth, so every invitation that can be created can be listed.
[[nodiscard]] std::optional<DecodeFailure> parse_body(std::string_view body, std::size_t max_depth, bool enveloped,
                                                      InvitationList& target);

} // namespace clerk::detail
