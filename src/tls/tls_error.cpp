#include "tls/tls_error.hpp"

#include "tls/trust_store.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <algorithm>

namespace clerk::detail {

namespace {

// OpenSSL's reason texts for alerts differ between 3.0 and 3.5, and one of these names between 3.0 and 3.6.
std::string alert_name(int alert)
{
    std::string name = SSL_alert_desc_string_long(alert);
    std::ranges::replace(name, '_', ' ');
    return name;
}

bool has_no_trusted_issuer(long error) noexcept
{
    return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
           error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE || error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
           error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
}

} // namespace

std::string describe_tls_error(SSL const* ssl)
{
    auto const error = ERR_peek_error();
    auto const reason = ERR_GET_REASON(error);
    bool const of_ssl = ERR_GET_LIB(error) == ERR_LIB_SSL;
    if (of_ssl && reason == SSL_R_CERTIFICATE_VERIFY_FAILED) return unacceptable_certificate(ssl, SSL_get_verify_result(ssl));
    if (of_ssl && (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST))
        return "the peer does not speak TLS, or no accepted version of it (wrong version number)";
    // In OpenSSL, reasons from 1000 on are alerts of the peer.
    if (of_ssl && reason >= SSL_AD_REASON_OFFSET) return "the peer sent an alert: " + alert_name(reason - SSL_AD_REASON_OFFSET);
    char const* const text = ERR_reason_error_string(error);
    return text == nullptr ? "an error without a reason" : text;
}

std::string unacceptable_certificate(SSL const* ssl, long error)
{
    // OpenSSL 3.6 adds a guess at the system clock to this text.
    char const* const text =
        error == X509_V_ERR_CERT_NOT_YET_VALID ? "certificate is not yet valid" : X509_verify_cert_error_string(error);
    auto reason = std::string{"certificate verification failed: "} + text;
    if (has_no_trusted_issuer(error)) reason += advice_for_empty_store(SSL_get_SSL_CTX(ssl));
    return reason;
}

} // namespace clerk::detail
