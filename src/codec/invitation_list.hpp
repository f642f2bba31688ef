#pragma once

#include "codec/invitation.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// Reads a whole body that must be an array of invitations.
[[nodiscard]] std::expected<std::vector<Invitation>, DecodeFailure> decode_invitations(std::string_view body,
                                                                                       std::size_t max_depth);

/// Reads a whole body that must be `{"data":[…],"total_count":N}` or an array of invitations. Other members of the object are
/// skipped.
///
/// @param offset  how many invitations the request skipped: what `total_count` is counted from where the body does not say
[[nodiscard]] std::expected<InvitationPage, DecodeFailure> decode_invitation_page(std::string_view body, std::size_t max_depth,
                                                                                  std::int64_t offset);

} // namespace clerk::detail
