#pragma once

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace clerk::detail {

/// Why a value cannot be written as JSON.
enum class JsonTextError
{
    none,
    invalid_utf8,
    not_finite, ///< a NaN or an infinity, for which JSON has no text
    too_deep
};

/// Appends a JSON string literal, quotes included.
[[nodiscard]] JsonTextError append_json(std::string& out, std::string_view text);

/// Appends a JSON object. Numbers are written so that they read back as the same number of the same kind.
[[nodiscard]] JsonTextError append_json(std::string& out, boost::json::object const& object, std::size_t max_depth);

} // namespace clerk::detail
