#pragma once

#include "tls/tls_context.hpp"

#include <openssl/types.h>

#include <string>

namespace clerk::detail {

/// Verifies the peer's chain, host, purpose and key strength again, without callbacks of the session's context or its certificate
/// store.
///
/// A context of the caller can replace each step of OpenSSL's own verification (`SSL_CTX_set_cert_verify_callback`,
/// `X509_STORE_set_verify` and others), and most of these hooks have no getter. The verification therefore uses its own store
/// with the certificates, CRLs and verification parameters of the caller's store. Certificates that a lookup method returns
/// without adding them to the store are not trusted.
///
/// @returns why the peer is rejected; empty if it is accepted
[[nodiscard]] std::string certificate_refusal(SSL* ssl, TlsContext const& context);

} // namespace clerk::detail
