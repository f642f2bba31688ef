#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::testing::detail {

/// An HTTP response before it is serialised.
struct HttpMessage
{
    int status{200};
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Sets a header field. Replaces all fields of that name, without regard to case.
void set_header(HttpMessage& message, std::string name, std::string value);
void remove_header(HttpMessage& message, std::string_view name);

/// Serialises the status line, the header fields without changes, and the body.
[[nodiscard]] std::string to_bytes(HttpMessage const& message);

/// Returns whether a response of that status may have a body.
[[nodiscard]] bool may_have_body(int status) noexcept;

} // namespace clerk::testing::detail
