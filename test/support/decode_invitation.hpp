#pragma once

#include "codec/invitation_parser.hpp"

namespace clerk::test {

[[nodiscard]] inline std::expected<Invitation, detail::DecodeFailure> decode_invitation(std::string_view body,
                                                                                        std::size_t max_depth)
{
    std::expected<Invitation, detail::DecodeFailure> result;
    if (auto failure = detail::decode_invitation(body, max_depth, *result)) result = std::unexpected{std::move(*failure)};
    return result;
}

} // namespace clerk::test
