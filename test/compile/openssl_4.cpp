// The sources that call OpenSSL, with the signatures of OpenSSL 4.0 that stop code written for 3.x: the names of a certificate
// are pointers to const. Compiled only, never linked.
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace openssl_4 {

inline X509_NAME const* subject_name(X509 const* certificate)
{
    return X509_get_subject_name(certificate);
}

inline X509_NAME const* issuer_name(X509 const* certificate)
{
    return X509_get_issuer_name(certificate);
}

} // namespace openssl_4

#define X509_get_subject_name openssl_4::subject_name
#define X509_get_issuer_name openssl_4::issuer_name

#include "testing/tls/certificate_builder.cpp"
#include "testing/tls/openssl_handles.cpp"
#include "testing/tls/tls_context.cpp"
#include "testing/tls/tls_session.cpp"
#include "tls/certificate_check.cpp"
#include "tls/tls_context.cpp"
#include "tls/tls_error.cpp"
#include "tls/tls_session.cpp"
