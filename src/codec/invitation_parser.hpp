#pragma once

#include "common/decode_failure.hpp"

#include <clerk/invitation.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// Parses a body that must be one invitation. Null on success.
///
/// @param target a default-constructed invitation. A parameter, because moving an invitation costs as much as parsing its strings
[[nodiscard]] std::optional<DecodeFailure> decode_invitation(std::string_view body, std::size_t max_depth, Invitation& target);

/// Parses an array of invitations.
[[nodiscard]] std::expected<std::vector<Invitation>, DecodeFailure> decode_invitations(std::string_view body,
                                                                                       std::size_t max_depth);

/// Parses `{"data":[...],"total_count":N}` or an array of invitations. Skips other members of the object. The envelope does not
/// count as depth, so every invitation that can be created can be listed.
///
/// @param offset number of invitations that the request skipped; used if the body has no `total_count`
[[nodiscard]] std::expected<InvitationPage, DecodeFailure> decode_invitation_page(std::string_view body, std::size_t max_depth,
                                                                                  std::int64_t offset);

} // namespace clerk::detail
