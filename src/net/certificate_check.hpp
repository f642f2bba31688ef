#pragma once

#include "net/tls_context.hpp"

#include <openssl/types.h>

#include <string>

namespace clerk::detail {

/// Verifies the peer's chain, host, purpose and key strength once more, without any callback of the session's context or of its
/// certificate store.
///
/// A caller's context can replace each step of OpenSSL's own verification (`SSL_CTX_set_cert_verify_callback`,
/// `X509_STORE_set_verify` and others), and most of these hooks have no getter. So the verification uses a store of its own,
/// which holds the certificates, CRLs and verify parameters of the caller's store. What a lookup method of the caller returns
/// without adding it to the store is not trusted.
///
/// @return why the peer is refused; empty if it is accepted
[[nodiscard]] std::string certificate_refusal(SSL* ssl, TlsContext const& context);

} // namespace clerk::detail
