#pragma once

#include "tls/openssl_handles.hpp"

#include <string>

namespace clerk::detail {

/// Returns why TLS failed, from OpenSSL's error queue.
[[nodiscard]] std::string describe_tls_error(SSL const* ssl);

/// Returns why the peer's certificate was rejected.
///
/// @param error  an `X509_V_ERR_...`
[[nodiscard]] std::string unacceptable_certificate(SSL const* ssl, long error);

} // namespace clerk::detail
