#pragma once

#include <clerk/detail/secret_text.hpp>

#include <string_view>

namespace clerk::detail {

/// Base64 with padding (RFC 4648, 4), of something secret.
[[nodiscard]] SecretText base64(std::string_view bytes);

} // namespace clerk::detail
