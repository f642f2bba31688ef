#pragma once

#include "json/json_writer.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace clerk::test {

/// Appends a JSON string literal, quotes included.
[[nodiscard]] inline detail::JsonTextError append_json(std::string& out, std::string_view text)
{
    detail::JsonWriter writer{out};
    auto const error = writer.string(text);
    writer.finish();
    return error;
}

[[nodiscard]] inline detail::JsonTextError append_json(std::string& out, boost::json::object const& object, std::size_t max_depth)
{
    detail::JsonWriter writer{out};
    auto const error = writer.object(object, max_depth);
    writer.finish();
    return error;
}

} // namespace clerk::test
