#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clerk::testing::detail {

/// An HTTP answer before it is written.
struct HttpMessage
{
    int status{200};
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Sets a header in place of all others of that name, in any spelling.
void set_header(HttpMessage& answer, std::string name, std::string value);
void remove_header(HttpMessage& answer, std::string_view name);

/// Status line, header fields as they are, body.
[[nodiscard]] std::string to_bytes(HttpMessage const& answer);

/// Whether an answer of that status may have a body.
[[nodiscard]] bool may_have_body(int status) noexcept;

} // namespace clerk::testing::detail
