#include "json/json_body.hpp"

#include "json/json_writer.hpp"
#include "json/parse_json.hpp"

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
    auto [value, error, out_of_range] = parse_json(body, max_depth);
    if (error == JsonReadError::too_deep) return std::unexpected{DecodeFailure{"the body nests deeper than max_json_depth"}};
    if (error != JsonReadError::none) return std::unexpected{DecodeFailure{"the body is not valid JSON"}};
    if (out_of_range) return std::unexpected{DecodeFailure{"the body contains a number that is out of the range of a double"}};
    return std::move(value);
}

} // namespace clerk::detail
