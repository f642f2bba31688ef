#pragma once

#include "testing/tls/openssl_handles.hpp"

#include <clerk/client_options.hpp>

#include <string>

namespace clerk::testing::detail {

struct TlsServerSettings
{
    std::string certificate_chain_pem;
    std::string private_key_pem;
    TlsVersion min_version{TlsVersion::tls_1_2};
    TlsVersion max_version{TlsVersion::tls_1_3};
    bool session_tickets{true};
};

/// Loads the certificate, its chain and its key into a context. Throws `std::runtime_error` for invalid PEM texts.
void use_certificate(SSL_CTX& context, std::string const& chain_pem, std::string const& key_pem);

/// Creates the context of a server. Throws `std::runtime_error` for invalid PEM texts.
[[nodiscard]] ContextHandle make_server_context(TlsServerSettings const& settings);

} // namespace clerk::testing::detail
