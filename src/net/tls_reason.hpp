#pragma once

#include "net/tls_handles.hpp"

#include <string>

namespace clerk::detail {

/// Why TLS failed, from OpenSSL's queue of errors: what is wrong with the peer's certificate, or with the peer.
[[nodiscard]] std::string tls_reason(SSL const* ssl);

} // namespace clerk::detail
