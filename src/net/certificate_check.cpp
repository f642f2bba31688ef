#include "net/certificate_check.hpp"

#include "net/tls_handles.hpp"
#include "net/tls_reason.hpp"

#include <openssl/x509_vfy.h>

namespace clerk::detail {

namespace {

using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<&X509_STORE_CTX_free>>;

/// The store that the session verifies with: the context's, where no other was set for verification alone.
X509_STORE* trusted(SSL* ssl)
{
    X509_STORE* store = nullptr;
    SSL_get0_verify_cert_store(ssl, &store);
    return store != nullptr ? store : SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
}

} // namespace

std::string certificate_refusal(SSL* ssl)
{
    auto* const certificate = SSL_get0_peer_certificate(ssl);
    if (certificate == nullptr) return unacceptable_certificate(X509_V_ERR_UNSPECIFIED);

    StoreContextPtr const context{X509_STORE_CTX_new()};
    if (!context || X509_STORE_CTX_init(context.get(), trusted(ssl), certificate, SSL_get_peer_cert_chain(ssl)) != 1 ||
        X509_STORE_CTX_set_default(context.get(), "ssl_server") != 1)
        return unacceptable_certificate(X509_V_ERR_OUT_OF_MEM);
    auto* const parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_auth_level(parameters, SSL_get_security_level(ssl));
    if (X509_VERIFY_PARAM_set1(parameters, SSL_get0_param(ssl)) != 1) return unacceptable_certificate(X509_V_ERR_OUT_OF_MEM);

    if (X509_verify_cert(context.get()) == 1) return {};
    return unacceptable_certificate(X509_STORE_CTX_get_error(context.get()));
}

} // namespace clerk::detail
