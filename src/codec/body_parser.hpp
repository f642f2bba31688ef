#pragma once

#include "codec/invitation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// What a list answer holds.
struct InvitationList
{
    std::vector<Invitation> invitations;
    /// Unset for a bare array, and where the object around it does not say.
    std::optional<std::int64_t> total_count;
};

/// Parses a body that must be one invitation. The only place with the parser, as the two below: it is costly to compile.
///
/// @param target  empty; in no useful state after a failure
[[nodiscard]] std::optional<DecodeFailure> parse_body(std::string_view body, std::size_t max_depth, Invitation& target);

/// Parses a body that must be an array of invitations or, where `enveloped` is set, may be an object with such an array as
/// `data`. What is around an invitation does not count as depth: whatever can be created can be listed.
[[nodiscard]] std::optional<DecodeFailure> parse_body(std::string_view body, std::size_t max_depth, bool enveloped,
                                                      InvitationList& target);

} // namespace clerk::detail
