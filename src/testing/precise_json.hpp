#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string_view>

namespace clerk::testing::detail {

/// Reads a JSON text to the last bit of its numbers, so that what is sent back is what was sent. Nothing where it is not JSON.
[[nodiscard]] std::optional<boost::json::value> parse_json(std::string_view text);

} // namespace clerk::testing::detail
