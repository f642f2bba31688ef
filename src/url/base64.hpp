#pragma once

#include <clerk/detail/secret_text.hpp>

#include <string_view>

namespace clerk::detail {

/// Encodes a secret as Base64 with padding (RFC 4648, 4).
[[nodiscard]] SecretText base64(std::string_view bytes);

} // namespace clerk::detail
