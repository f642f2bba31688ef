#pragma once

#include "codec/invitation.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

namespace clerk::detail {

/// Parses `{"data":[...],"total_count":N}` or an array of invitations. Skips other members of the object.
[[nodiscard]] std::expected<std::vector<Invitation>, DecodeFailure> decode_invitations(std::string_view body,
                                                                                       std::size_t max_depth);

/// The same, with the total.
///
/// @param offset number of invitations that the request skipped; used if the body has no `total_count`
[[nodiscard]] std::expected<InvitationPage, DecodeFailure> decode_invitation_page(std::string_view body, std::size_t max_depth,
                                                                                  std::int64_t offset);

} // namespace clerk::detail
