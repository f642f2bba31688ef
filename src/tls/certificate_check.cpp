#include "tls/certificate_check.hpp"

#include "tls/openssl_handles.hpp"
#include "tls/tls_error.hpp"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace clerk::detail {

namespace {

struct FreeStack
{
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_pop_free(stack, X509_free); }

    void operator()(STACK_OF(X509_CRL) * stack) const noexcept { sk_X509_CRL_pop_free(stack, X509_CRL_free); }
};

using CertificatesPtr = std::unique_ptr<STACK_OF(X509), FreeStack>;
using CrlsPtr = std::unique_ptr<STACK_OF(X509_CRL), FreeStack>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<&X509_STORE_CTX_free>>;

/// Returns the store of the session: that of the context, unless another was set for verification.
X509_STORE* trusted(SSL* ssl)
{
    X509_STORE* store = nullptr;
    SSL_get0_verify_cert_store(ssl, &store);
    return store != nullptr ? store : SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
}

/// Copies the certificates and CRLs of a name from one store to another, and adds the issuers of the certificates to `names`.
///
/// The lookup methods of the source may load entries, but only entries that the store then holds are copied.
bool add_named(X509_STORE* to, X509_STORE_CTX* from, X509_NAME const* name, std::vector<X509_NAME const*>& names)
{
    bool added = true;
    CertificatesPtr const certificates{X509_STORE_CTX_get1_certs(from, name)};
    for (int i = 0; i < sk_X509_num(certificates.get()); ++i)
    {
        auto* const certificate = sk_X509_value(certificates.get(), i);
        added = added && X509_STORE_add_cert(to, certificate) == 1;
        names.push_back(X509_get_issuer_name(certificate));
    }
    CrlsPtr const crls{X509_STORE_CTX_get1_crls(from, name)};
    for (int i = 0; i < sk_X509_CRL_num(crls.get()); ++i)
        added = added && X509_STORE_add_crl(to, sk_X509_CRL_value(crls.get(), i)) == 1;
    return added;
}

/// Returns a store with default callbacks and without lookup methods, with the entries that may belong to the peer's chain. Null
/// without memory.
X509StorePtr copy_for(STACK_OF(X509) * chain, X509_STORE* other)
{
    X509StorePtr store{X509_STORE_new()};
    StoreContextPtr const from{X509_STORE_CTX_new()};
    if (!store || !from || X509_STORE_CTX_init(from.get(), other, nullptr, nullptr) != 1 ||
        X509_STORE_set1_param(store.get(), X509_STORE_get0_param(other)) != 1)
        return nullptr;

    // The names of entries that may belong to the chain.
    std::vector<X509_NAME const*> names;
    for (int i = 0; i < sk_X509_num(chain); ++i)
    {
        names.push_back(X509_get_subject_name(sk_X509_value(chain, i)));
        names.push_back(X509_get_issuer_name(sk_X509_value(chain, i)));
    }
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        auto const* const name = names[i];
        auto const known = std::any_of(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i),
                                       [&](auto const* other_name) { return X509_NAME_cmp(name, other_name) == 0; });
        if (!known && !add_named(store.get(), from.get(), name, names)) return nullptr;
    }
    return store;
}

/// Copies the session's parameters and sets those that no context of a caller may relax.
bool set_parameters(X509_VERIFY_PARAM* to, SSL* ssl, TlsContext const& context)
{
    if (X509_VERIFY_PARAM_set1(to, SSL_get0_param(ssl)) != 1) return false;
    X509_VERIFY_PARAM_set_auth_level(to, std::max(SSL_get_security_level(ssl), X509_VERIFY_PARAM_get_auth_level(to)));
    return context.expect_peer(to) && X509_VERIFY_PARAM_clear_flags(to, X509_V_FLAG_NO_CHECK_TIME) == 1 &&
           X509_VERIFY_PARAM_set_purpose(to, X509_PURPOSE_SSL_SERVER) == 1 &&
           X509_VERIFY_PARAM_set_trust(to, X509_TRUST_SSL_SERVER) == 1;
}

} // namespace

std::string certificate_refusal(SSL* ssl, TlsContext const& context)
{
    auto* const certificate = SSL_get0_peer_certificate(ssl);
    if (certificate == nullptr) return unacceptable_certificate(ssl, X509_V_ERR_UNSPECIFIED);

    auto* const chain = SSL_get_peer_cert_chain(ssl);
    auto const store = copy_for(chain, trusted(ssl));
    StoreContextPtr const verification{X509_STORE_CTX_new()};
    if (!store || !verification || X509_STORE_CTX_init(verification.get(), store.get(), certificate, chain) != 1 ||
        X509_STORE_CTX_set_default(verification.get(), "ssl_server") != 1 ||
        !set_parameters(X509_STORE_CTX_get0_param(verification.get()), ssl, context))
        return unacceptable_certificate(ssl, X509_V_ERR_OUT_OF_MEM);

    if (X509_verify_cert(verification.get()) == 1) return {};
    return unacceptable_certificate(ssl, X509_STORE_CTX_get_error(verification.get()));
}

} // namespace clerk::detail
