#pragma once

#include <clerk/testing/recorded_request.hpp>

#include <string>
#include <string_view>

namespace clerk::tool {

/// A request as one line of JSON, without the line's end: method, path, query, some of its headers, body, status. Wherever the
/// key stands in it, there are three asterisks instead.
[[nodiscard]] std::string to_line(testing::RecordedRequest const& request, std::string_view secret_key);

} // namespace clerk::tool
