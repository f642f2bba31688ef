#include "codec/invitation_list.hpp"

#include "codec/invitation_parser.hpp"

#include <utility>

namespace clerk::detail {

std::expected<std::vector<Invitation>, DecodeFailure> decode_invitations(std::string_view body, std::size_t max_depth)
{
    InvitationList list;
    if (auto failure = parse_body(body, max_depth, false, list)) return std::unexpected{std::move(*failure)};
    return std::move(list.invitations);
}

std::expected<InvitationPage, DecodeFailure> decode_invitation_page(std::string_view body, std::size_t max_depth,
                                                                    std::int64_t offset)
{
    InvitationList list;
    if (auto failure = parse_body(body, max_depth, true, list)) return std::unexpected{std::move(*failure)};
    std::int64_t const counted = offset + static_cast<std::int64_t>(list.invitations.size());
    return InvitationPage{.data = std::move(list.invitations),
                          .total_count = list.total_count.value_or(counted),
                          .total_known = list.total_count.has_value()};
}

} // namespace clerk::detail
