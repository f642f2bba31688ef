#include "codec/invitation.hpp"

#include "codec/invitation_parser.hpp"

#include <utility>

namespace clerk::detail {

std::expected<Invitation, DecodeFailure> decode_invitation(std::string_view body, std::size_t max_depth)
{
    std::expected<Invitation, DecodeFailure> result;
    if (auto failure = parse_body(body, max_depth, *result)) result = std::unexpected{std::move(*failure)};
    return result;
}

} // namespace clerk::detail
