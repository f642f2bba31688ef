#pragma once

#include <string_view>

namespace clerk::detail {

/// Returns a fixed text for a code of Clerk's. Empty for unknown codes.
[[nodiscard]] std::string_view api_code_text(std::string_view code) noexcept;

/// Whether a server's text has the form of an error code and nothing of a secret: `[a-z][a-z0-9_]*`, at most 64, no key's prefix.
[[nodiscard]] bool is_printable_code(std::string_view code) noexcept;

/// Whether a server's text is the name of a parameter that we send.
[[nodiscard]] bool is_parameter_name(std::string_view name) noexcept;

/// Whether a server's text has the form of a trace id: letters, digits, `-` and `_`, at most 128, no key's prefix.
[[nodiscard]] bool is_printable_trace_id(std::string_view id) noexcept;

} // namespace clerk::detail
