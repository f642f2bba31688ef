#pragma once

#include "codec/invitation.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Appends any value as a body.
///
/// @returns what is wrong, beginning with `body`; empty where nothing is
[[nodiscard]] std::string encode_json_body(boost::json::value const& value, std::size_t max_depth, std::string& out);

/// Reads a whole body that may be any JSON; null where it is empty. A number that no double can hold is a failure.
[[nodiscard]] std::expected<boost::json::value, DecodeFailure> decode_json_body(std::string_view body, std::size_t max_depth);

} // namespace clerk::detail
