#pragma once

#include <string_view>

namespace clerk::detail {

/// Returns a fixed text for an error code of Clerk. Empty for unknown codes.
[[nodiscard]] std::string_view api_code_text(std::string_view code) noexcept;

/// Returns whether a server's text has the form of an error code: `[a-z][a-z0-9_]*`, at most 64 characters, no prefix of a key.
[[nodiscard]] bool is_printable_code(std::string_view code) noexcept;

/// Returns whether a server's text is the name of a parameter of this library.
[[nodiscard]] bool is_parameter_name(std::string_view name) noexcept;

/// Returns whether a server's text has the form of a trace id: letters, digits, `-` and `_`, at most 128 characters, no prefix of
/// a key.
[[nodiscard]] bool is_printable_trace_id(std::string_view id) noexcept;

} // namespace clerk::detail
