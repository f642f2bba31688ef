#pragma once

#include <clerk/invitation.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Why a body is invalid. Names the field or position; never quotes the body.
struct DecodeFailure
{
    std::string detail;
};

/// Reads a whole body that must be one invitation.
[[nodiscard]] std::expected<Invitation, DecodeFailure> decode_invitation(std::string_view body, std::size_t max_depth);

} // namespace clerk::detail
