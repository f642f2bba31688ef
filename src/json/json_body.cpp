#include "json/json_body.hpp"

#include "portable/precise_json.hpp"
#include "json/json_writer.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace clerk::detail {

namespace {

bool all_finite(boost::json::value const& value)
{
    if (value.is_double()) return std::isfinite(value.get_double());
    if (value.is_array()) return std::ranges::all_of(value.get_array(), all_finite);
    if (value.is_object())
        return std::ranges::all_of(value.get_object(), [](auto const& member) { return all_finite(member.value()); });
    return true;
}

} // namespace

std::string encode_json_body(boost::json::value const& value, std::size_t max_depth, std::string& out)
{
    JsonWriter writer{out};
    auto const error = writer.value(value, max_depth);
    writer.finish();
    switch (error)
    {
    case JsonTextError::none:
        return {};
    case JsonTextError::invalid_utf8:
        return "body: contains text that is not valid UTF-8";
    case JsonTextError::not_finite:
        return "body: contains a number that is not finite";
    case JsonTextError::too_deep:
        break;
    }
    return "body: nests deeper than max_json_depth (" + std::to_string(max_depth) + ")";
}

std::expected<boost::json::value, DecodeFailure> decode_json_body(std::string_view body, std::size_t max_depth)
{
    if (body.empty()) return boost::json::value{};
    boost::system::error_code ec;
    auto value = parse_precise_json(body, max_depth, ec);
    if (ec == boost::json::error::too_deep) return std::unexpected{DecodeFailure{"the body nests deeper than max_json_depth"}};
    if (ec) return std::unexpected{DecodeFailure{"the body is not valid JSON"}};
    // The parser converts 1e400 to infinity.
    if (!all_finite(value))
        return std::unexpected{DecodeFailure{"the body contains a number that is out of the range of a double"}};
    return value;
}

} // namespace clerk::detail
