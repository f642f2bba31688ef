#include "codec/create_params.hpp"
#include "codec/invitation_parser.hpp"
#include "fuzz/input.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"
#include "support/decode_invitation.hpp"
#include "json/json_body.hpp"
#include "json/json_reader.hpp"
#include "json/parse_json.hpp"

#include <boost/json/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace clerk::fuzz {

namespace {

namespace json = boost::json;

constexpr std::size_t max_depth = 32;

/// Returns the error of Boost.JSON's own parser.
boost::system::error_code error_of(std::string_view text, std::size_t depth)
{
    json::parse_options options;
    options.max_depth = depth;
    boost::system::error_code ec;
    static_cast<void>(json::parse({text.data(), text.size()}, ec, {}, options));
    return ec;
}

/// Boost.JSON refuses numbers whose exponent does not fit an int. They are JSON.
bool is_json(std::string_view text, std::size_t depth)
{
    auto const ec = error_of(text, depth);
    return !ec || ec == json::error::exponent_overflow;
}

/// Returns whether values and kinds are equal, bit by bit.
bool same(json::value const& a, json::value const& b)
{
    if (a.kind() != b.kind()) return false;
    if (a.is_double()) return std::bit_cast<std::uint64_t>(a.get_double()) == std::bit_cast<std::uint64_t>(b.get_double());
    if (a.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), same);
    if (a.is_object())
        return std::ranges::equal(a.get_object(), b.get_object(),
                                  [](auto const& x, auto const& y) { return x.key() == y.key() && same(x.value(), y.value()); });
    return a == b;
}

bool is_same_number(json::value const& a, json::value const& b)
{
    if (!a.is_double() && !b.is_double()) return a == b;
    double const x = a.to_number<double>(), y = b.to_number<double>();
    // Boost.JSON multiplies with a power of ten, which may be infinite.
    return !std::isfinite(y) || std::abs(x - y) <= 1e-14 * std::abs(y) + std::numeric_limits<double>::min();
}

/// Returns whether a value is the same as that of Boost.JSON's parser, whose doubles may not be the nearest, and whose -0 is 0.
bool nearly_same(json::value const& a, json::value const& b)
{
    if (a.is_number() && b.is_number()) return is_same_number(a, b);
    if (a.kind() != b.kind()) return false;
    if (a.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), nearly_same);
    if (!a.is_object()) return a == b;
    return std::ranges::equal(a.get_object(), b.get_object(), [](auto const& x, auto const& y) {
        return x.key() == y.key() && nearly_same(x.value(), y.value());
    });
}

/// Checks that metadata is unchanged after a round trip.
void check_round_trip(json::object const& metadata)
{
    CreateInvitationParams params{"a@b"};
    params.public_metadata = metadata;
    std::string request;
    auto const refusal = detail::encode_create(params, max_depth, request);
    require(refusal.empty(), "what was decoded can be encoded: " + refusal);
    require(is_json(request, max_depth), "what was encoded is JSON");
    std::string text;
    require(detail::encode_json_body(metadata, max_depth, text).empty(), "what was decoded can be encoded");
    auto const body = R"({"object":"invitation","id":"i","email_address":"a@b","status":"pending","created_at":1,"updated_at":1,)"
                      R"("public_metadata":)" +
                      text + "}";
    auto const decoded = test::decode_invitation(body, max_depth);
    require(decoded.has_value(), "what was encoded can be decoded");
    require(same(decoded->public_metadata, metadata), "metadata comes back as it was sent");
}

void check(Invitation const& invitation)
{
    // Inside an invitation, the maximum is one level less.
    check_round_trip(invitation.public_metadata);
    check_round_trip(invitation.extra);
}

void check_value(std::string_view text)
{
    auto const decoded = detail::decode_json_body(text, max_depth);
    if (!decoded)
    {
        require(!decoded.error().detail.empty(), "a failure has a reason");
        return;
    }
    std::string first;
    require(detail::encode_json_body(*decoded, max_depth, first).empty(), "what was decoded can be encoded");
    auto const again = detail::decode_json_body(first, max_depth);
    require(again.has_value(), "what was encoded can be decoded");
    std::string second;
    require(detail::encode_json_body(*again, max_depth, second).empty(), "what was decoded can be encoded");
    require(first == second, "encoding is stable:\n" + first + "\n--\n" + second);
}

/// Compares the reader with Boost.JSON's parser.
void check_reader(std::string_view text)
{
    detail::JsonReader reader{text, max_depth};
    bool const read = reader.skip() && reader.at_end();
    require(!read || is_json(text, max_depth), "what is read is JSON");
    require(read || error_of(text, max_depth), "JSON is read");
    require(reader.position() <= text.size(), "the position is in the text");

    auto const parsed = detail::parse_json(text, max_depth);
    require(read == (parsed.error == detail::JsonReadError::none), "what is skipped can be read");
    json::parse_options options;
    options.max_depth = max_depth;
    boost::system::error_code ec;
    auto const expected = json::parse({text.data(), text.size()}, ec, {}, options);
    if (!ec) require(nearly_same(parsed.value, expected), "both parsers find the same value");
}

} // namespace

void json(std::string_view bytes)
{
    if (auto const invitation = test::decode_invitation(bytes, max_depth))
    {
        require(is_json(bytes, max_depth), "what is decoded is JSON");
        require(!invitation->id.empty(), "an invitation has an id");
        check(*invitation);
    }
    if (auto const list = detail::decode_invitations(bytes, max_depth))
    {
        // The envelope does not count as depth.
        require(is_json(bytes, max_depth + 2), "what is decoded is JSON");
        for (auto const& invitation : *list) check(invitation);
    }
    if (auto const page = detail::decode_invitation_page(bytes, max_depth, 5))
    {
        require(is_json(bytes, max_depth + 2), "what is decoded is JSON");
        require(page->total_count >= 0, "a total is not negative");
        for (auto const& invitation : page->data) check(invitation);
    }
    check_value(bytes);
    check_reader(bytes);
}

} // namespace clerk::fuzz
