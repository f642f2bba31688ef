#include "json/parse_json.hpp"

#include "json/value_builder.hpp"

namespace clerk::detail {

ParsedJson parse_json(std::string_view text, std::size_t max_depth)
{
    JsonReader reader{text, max_depth};
    ValueBuilder builder;
    builder.start();
    if (builder.value(reader) && (reader.at_end() || reader.fail()))
        return {.value = builder.finish(), .out_of_range = builder.out_of_range()};
    return {.value = {}, .error = reader.error()};
}

} // namespace clerk::detail
