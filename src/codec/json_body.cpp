#include "codec/json_body.hpp"

#include "codec/json_writer.hpp"

#include <boost/json/parse.hpp>

#include <utility>

namespace clerk::detail {

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
        return "body: holds text that is not valid UTF-8";
    case JsonTextError::not_finite:
        return "body: holds a number that is not finite";
    case JsonTextError::too_deep:
        break;
    }
    return "body: nests deeper than max_json_depth (" + std::to_string(max_depth) + ")";
}

std::expected<boost::json::value, DecodeFailure> decode_json_body(std::string_view body, std::size_t max_depth)
{
    if (body.empty()) return boost::json::value{};
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::error_code ec;
    auto value = boost::json::parse({body.data(), body.size()}, ec, {}, options);
    if (!ec) return value;
    if (ec == boost::json::error::too_deep) return std::unexpected{DecodeFailure{"the body nests deeper than max_json_depth"}};
    return std::unexpected{DecodeFailure{"the body is not valid JSON"}};
}

} // namespace clerk::detail
