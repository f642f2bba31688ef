#pragma once

#include "common/decode_failure.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Appends a value as a body.
///
/// @returns the error, beginning with `body`; empty if there is none
[[nodiscard]] std::string encode_json_body(boost::json::value const& value, std::size_t max_depth, std::string& out);

/// Parses a body of any JSON. Null if it is empty. Fails if a number is out of the range of a double.
[[nodiscard]] std::expected<boost::json::value, DecodeFailure> decode_json_body(std::string_view body, std::size_t max_depth);

} // namespace clerk::detail
