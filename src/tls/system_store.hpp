#pragma once

#include "tls/openssl_handles.hpp"

namespace clerk::detail {

/// Returns the system's certificate authorities: those of `SSL_CERT_FILE` and `SSL_CERT_DIR`, or else OpenSSL's defaults.
///
/// Loading them costs as much as dozens of handshakes, so all clients of the process share one store. It is loaded again if the
/// variables or the file have changed since. Thread-safe.
///
/// @throws std::bad_alloc
[[nodiscard]] X509StorePtr system_store();

} // namespace clerk::detail
