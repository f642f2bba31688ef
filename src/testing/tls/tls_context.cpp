#include "testing/tls/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstddef>

namespace clerk::testing::detail {

namespace {

int protocol_version(TlsVersion version) noexcept
{
    return version == TlsVersion::tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
}

void use_chain(SSL_CTX& context, std::string const& pem)
{
    BioHandle const bio = read_only_bio(pem);
    CertificateHandle const leaf{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
    if (!leaf || SSL_CTX_use_certificate(&context, leaf.get()) != 1) throw_openssl_error("reading the server's certificate");
    while (X509* const issuer = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
    {
        if (SSL_CTX_add0_chain_cert(&context, issuer) == 1) continue;
        X509_free(issuer);
        throw_openssl_error("reading the server's chain");
    }
    ERR_clear_error(); // the end of the text is reported as an error
}

void use_key(SSL_CTX& context, std::string const& pem)
{
    BioHandle const bio = read_only_bio(pem);
    KeyHandle const key{PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)};
    if (!key || SSL_CTX_use_PrivateKey(&context, key.get()) != 1 || SSL_CTX_check_private_key(&context) != 1)
        throw_openssl_error("reading the server's key");
}

} // namespace

void use_certificate(SSL_CTX& context, std::string const& chain_pem, std::string const& key_pem)
{
    use_chain(context, chain_pem);
    use_key(context, key_pem);
}

ContextHandle make_server_context(TlsServerSettings const& settings)
{
    ContextHandle context{SSL_CTX_new(TLS_server_method())};
    if (!context) throw_openssl_error("making a TLS context");
    SSL_CTX_set_min_proto_version(context.get(), protocol_version(settings.min_version));
    SSL_CTX_set_max_proto_version(context.get(), protocol_version(settings.max_version));
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF); // tickets need no cache
    if (!settings.session_tickets)
    {
        SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
        SSL_CTX_set_num_tickets(context.get(), 0);
    }
    static constexpr unsigned char session_scope[] = "stand-in";
    SSL_CTX_set_session_id_context(context.get(), session_scope, sizeof session_scope - 1);
    use_certificate(*context, settings.certificate_chain_pem, settings.private_key_pem);
    return context;
}

} // namespace clerk::testing::detail
