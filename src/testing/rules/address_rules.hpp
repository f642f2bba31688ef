#pragma once

#include <string_view>

namespace clerk::testing::detail {

/// Returns whether Clerk accepts the text as an e-mail address: a local part, which may be quoted, tagged or international, and a
/// domain with a dot.
[[nodiscard]] bool is_email_address(std::string_view text) noexcept;

/// Returns whether the text is an absolute URL.
[[nodiscard]] bool is_url(std::string_view text);

/// Returns whether the text is an absolute path, which Clerk resolves against the URL of the instance's application.
[[nodiscard]] bool is_path(std::string_view text) noexcept;

} // namespace clerk::testing::detail
