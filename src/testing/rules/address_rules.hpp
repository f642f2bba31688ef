#pragma once

#include <string_view>

namespace clerk::testing::detail {

/// Whether Clerk would take it for an e-mail address: a local part, quoted, tagged and international ones included, and a domain
/// with a dot.
[[nodiscard]] bool is_email_address(std::string_view text) noexcept;

/// Whether it is an absolute URL.
[[nodiscard]] bool is_url(std::string_view text);

/// Whether it is an absolute path, which Clerk takes for one of the instance's own application.
[[nodiscard]] bool is_path(std::string_view text) noexcept;

} // namespace clerk::testing::detail
