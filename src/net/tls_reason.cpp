#include "net/tls_reason.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

namespace clerk::detail {

std::string tls_reason(SSL const* ssl)
{
    auto const error = ERR_peek_error();
    auto const reason = ERR_GET_REASON(error);
    bool const of_ssl = ERR_GET_LIB(error) == ERR_LIB_SSL;
    if (of_ssl && reason == SSL_R_CERTIFICATE_VERIFY_FAILED) return unacceptable_certificate(SSL_get_verify_result(ssl));
    if (of_ssl && (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST))
        return "the peer does not speak TLS, or no version of it that is accepted (wrong version number)";
    char const* const text = ERR_reason_error_string(error);
    if (text == nullptr) return "an error without a reason";
    // OpenSSL numbers the reasons that are alerts of the peer's from 1000 on.
    if (of_ssl && reason >= SSL_AD_REASON_OFFSET) return std::string{"the peer sent an alert: "} + text;
    return text;
}

std::string unacceptable_certificate(long error)
{
    return std::string{"the peer's certificate is not acceptable: "} + X509_verify_cert_error_string(error);
}

} // namespace clerk::detail
