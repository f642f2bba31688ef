#pragma once

#include "json/json_reader.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace clerk::detail {

struct ParsedJson
{
    boost::json::value value; ///< null after an error
    JsonReadError error{JsonReadError::none};
    bool out_of_range{false}; ///< whether a number is out of the range of a double, and became infinite
};

/// Parses one JSON text. Of members with equal keys, it keeps the last. Unlike Boost.JSON's parser before Boost 1.84, it converts
/// each number to the nearest double.
[[nodiscard]] ParsedJson parse_json(std::string_view text, std::size_t max_depth);

} // namespace clerk::detail
