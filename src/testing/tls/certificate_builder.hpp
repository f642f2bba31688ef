#pragma once

#include "testing/tls/certificate_authority.hpp"
#include "testing/tls/openssl_handles.hpp"

#include <string>

namespace clerk::testing::detail {

/// Creates a key of the type in the spec.
[[nodiscard]] KeyHandle make_key(CertificateSpec const& spec);

/// Creates a certificate for this key, signed by the issuer; self-signed if `issuer` is null.
[[nodiscard]] CertificateHandle make_certificate(CertificateSpec const& spec, EVP_PKEY& key, X509* issuer, EVP_PKEY& issuer_key);

[[nodiscard]] std::string to_pem(X509& certificate);
[[nodiscard]] std::string to_pem(EVP_PKEY& key);

} // namespace clerk::testing::detail
