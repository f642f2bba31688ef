#include "json/json_text.hpp"

#include "json/json_writer.hpp"

namespace clerk::detail {

JsonTextError append_json(std::string& out, std::string_view text)
{
    JsonWriter writer{out};
    auto const error = writer.string(text);
    writer.finish();
    return error;
}

JsonTextError append_json(std::string& out, boost::json::object const& object, std::size_t max_depth)
{
    JsonWriter writer{out};
    auto const error = writer.object(object, max_depth);
    writer.finish();
    return error;
}

} // namespace clerk::detail
