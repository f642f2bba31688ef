#pragma once

#include "tls/openssl_handles.hpp"

#include <clerk/client_options.hpp>

#include <string_view>

namespace clerk::detail {

/// Adds the certificate authorities of the options. An intermediate authority of the caller is trusted without its root.
///
/// @throws std::invalid_argument naming the invalid field of `TlsOptions`
void add_authorities(SSL_CTX* context, TlsOptions const& options);

/// Returns advice for the error text if no certificate authority could be loaded. Empty otherwise.
[[nodiscard]] std::string_view advice_for_empty_store(SSL_CTX const* context);

/// Returns the system's certificate authorities: those of `SSL_CERT_FILE` and `SSL_CERT_DIR`, or else OpenSSL's defaults.
///
/// Loading them costs as much as dozens of handshakes, so all clients of the process share one store. It is loaded again if the
/// variables or the file have changed since. Thread-safe.
///
/// @throws std::bad_alloc
[[nodiscard]] X509StorePtr system_store();

} // namespace clerk::detail
