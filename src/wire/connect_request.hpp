#pragma once

#include <clerk/detail/secret_text.hpp>

#include <string_view>

namespace clerk::detail {

/// Returns a CONNECT request (RFC 9110, 9.3.6).
///
/// @param authority `host:port`
/// @param authorization value of `Proxy-Authorization`; empty: the field is not sent
[[nodiscard]] SecretText connect_request(std::string_view authority, std::string_view authorization);

} // namespace clerk::detail
