#pragma once

#include "common/decode_failure.hpp"

#include <clerk/invitation.hpp>

#include <cstddef>
#include <expected>
#include <string_view>

namespace clerk::detail {

/// Reads a whole body that must be one invitation.
[[nodiscard]] std::expected<Invitation, DecodeFailure> decode_invitation(std::string_view body, std::size_t max_depth);

} // namespace clerk::detail
