#pragma once

#include <openssl/types.h>

#include <string>

namespace clerk::detail {

/// Verifies the peer's chain, host, purpose and key strength by the session's own parameters, whatever callback the session's
/// context has in place of that (SSL_CTX_set_cert_verify_callback has no getter, and no session overrules it).
///
/// @return why the peer is refused; empty where it is who it should be
[[nodiscard]] std::string certificate_refusal(SSL* ssl);

} // namespace clerk::detail
