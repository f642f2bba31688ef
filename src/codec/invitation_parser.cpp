#include "codec/invitation_parser.hpp"

#include "codec/invitation_handler.hpp"
#include "common/text.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <string>
#include <utility>

namespace clerk::detail {

namespace {

using Parser = boost::json::basic_parser<InvitationHandler>;

/// Number of containers around an invitation: an object and an array.
constexpr std::size_t envelope_depth{2};

/// The builder limits the depth of an invitation, so the parser's limit is one level higher.
boost::json::parse_options options_for(std::string_view body, std::size_t max_depth)
{
    boost::json::parse_options options;
    options.max_depth = max_depth + envelope_depth + 1;
    options.allow_invalid_utf8 = is_ascii(body); // ASCII is valid UTF-8, so the parser need not check it again
    return options;
}

std::string explain(InvitationHandler const& handler, boost::system::error_code const& ec, std::size_t at)
{
    if (auto text = handler.failure(); !text.empty()) return text;
    if (ec == boost::json::error::incomplete) return "the body ends inside its JSON";
    if (ec == boost::json::error::too_deep) return "the body nests deeper than max_json_depth";
    return "the body is not valid JSON at byte " + std::to_string(at);
}

std::optional<DecodeFailure> run(Parser& parser, std::string_view body)
{
    if (body.empty()) return DecodeFailure{"the body is empty"};
    boost::system::error_code ec;
    std::size_t const used = parser.write_some(false, body.data(), body.size(), ec);
    if (ec) return DecodeFailure{explain(parser.handler(), ec, used)};
    if (used < body.size()) return DecodeFailure{"the body contains data after its JSON at byte " + std::to_string(used)};
    return std::nullopt;
}

} // namespace

std::optional<DecodeFailure> decode_invitation(std::string_view body, std::size_t max_depth, Invitation& target)
{
    Parser parser{options_for(body, max_depth), max_depth, target};
    return run(parser, body);
}

std::expected<std::vector<Invitation>, DecodeFailure> decode_invitations(std::string_view body, std::size_t max_depth)
{
    InvitationList list;
    Parser parser{options_for(body, max_depth), max_depth, list, false};
    if (auto failure = run(parser, body)) return std::unexpected{std::move(*failure)};
    return std::move(list.invitations);
}

std::expected<InvitationPage, DecodeFailure> decode_invitation_page(std::string_view body, std::size_t max_depth,
                                                                    std::int64_t offset)
{
    InvitationList list;
    Parser parser{options_for(body, max_depth), max_depth, list, true};
    if (auto failure = run(parser, body)) return std::unexpected{std::move(*failure)};
    std::int64_t const counted = offset + static_cast<std::int64_t>(list.invitations.size());
    return InvitationPage{.data = std::move(list.invitations),
                          .total_count = list.total_count.value_or(counted),
                          .total_known = list.total_count.has_value()};
}

} // namespace clerk::detail
