#include "unit/tls/impostors.hpp"

#include "testing/tls/certificate_builder.hpp"

#include <ctime>
#include <stdexcept>
#include <vector>

namespace clerk::test {

namespace {

using namespace std::chrono_literals;
using testing::CertificateAuthority;
using testing::CertificateSpec;
using testing::IssuedCertificate;
using testing::detail::CertificateHandle;
using testing::detail::make_certificate;
using testing::detail::make_key;
using testing::detail::to_pem;

void require(bool succeeded, char const* what)
{
    if (!succeeded) throw std::runtime_error{what};
}

CertificateSpec authority(char const* name)
{
    CertificateSpec spec;
    spec.common_name = name;
    spec.is_ca = true;
    return spec;
}

CertificateSpec expired_spec()
{
    auto spec = CertificateAuthority::localhost();
    spec.not_before = -48h;
    spec.not_after = -1h;
    return spec;
}

CertificateSpec other_host()
{
    CertificateSpec spec;
    spec.dns_names = {"example.com"};
    return spec;
}

IssuedCertificate self_signed()
{
    auto const spec = CertificateAuthority::localhost();
    auto const key = make_key(spec);
    return {to_pem(*make_certificate(spec, *key, nullptr, *key)), "", to_pem(*key)};
}

} // namespace

Impostors const& Impostors::get()
{
    static Impostors const impostors;
    return impostors;
}

Impostors::Impostors()
    : root_key_{make_key({})}, root_{make_certificate(authority("Trusted root"), *root_key_, nullptr, *root_key_)},
      other_key_{make_key({})}, other_root_{make_certificate(authority("Other root"), *other_key_, nullptr, *other_key_)},
      authentic{issue(CertificateAuthority::localhost())}, servers{{{"self-signed", TlsServer{self_signed()}},
                                                                    {"wrong host", TlsServer{issue(other_host())}},
                                                                    {"expired", TlsServer{issue(expired_spec())}},
                                                                    {"forged signature", TlsServer{forged()}},
                                                                    {"unknown CA", TlsServer{of_other_root()}},
                                                                    {"revoked", TlsServer{revoked()}}}}
{}

IssuedCertificate Impostors::issue(CertificateSpec const& spec) const
{
    auto const key = make_key(spec);
    return {to_pem(*make_certificate(spec, *key, root_.get(), *root_key_)), "", to_pem(*key)};
}

IssuedCertificate Impostors::forged() const
{
    auto const spec = CertificateAuthority::localhost();
    auto const key = make_key(spec);
    auto const certificate = make_certificate(spec, *key, root_.get(), *root_key_);
    std::vector<unsigned char> bytes(static_cast<std::size_t>(i2d_X509(certificate.get(), nullptr)));
    auto* to = bytes.data();
    require(i2d_X509(certificate.get(), &to) > 0, "writing a certificate");
    bytes.back() ^= 1; // the signature's last byte
    unsigned char const* from = bytes.data();
    CertificateHandle const changed{d2i_X509(nullptr, &from, static_cast<long>(bytes.size()))};
    require(changed != nullptr, "reading a certificate");
    return {to_pem(*changed), "", to_pem(*key)};
}

IssuedCertificate Impostors::of_other_root() const
{
    auto const spec = CertificateAuthority::localhost();
    auto const key = make_key(spec);
    return {to_pem(*make_certificate(spec, *key, other_root_.get(), *other_key_)), "", to_pem(*key)};
}

IssuedCertificate Impostors::revoked()
{
    auto const spec = CertificateAuthority::localhost();
    auto const key = make_key(spec);
    auto const certificate = make_certificate(spec, *key, root_.get(), *root_key_);

    using TimeHandle = std::unique_ptr<ASN1_TIME, testing::detail::OpensslDeleter<&ASN1_TIME_free>>;
    auto const now = std::time(nullptr);
    TimeHandle const before{ASN1_TIME_adj(nullptr, now, 0, -3600)};
    TimeHandle const after{ASN1_TIME_adj(nullptr, now, 1, 0)};
    auto* const entry = X509_REVOKED_new();
    require(X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate.get())) == 1 &&
                X509_REVOKED_set_revocationDate(entry, before.get()) == 1,
            "revoking a certificate");
    crl_.reset(X509_CRL_new());
    require(X509_CRL_set_version(crl_.get(), 1) == 1 &&
                X509_CRL_set_issuer_name(crl_.get(), X509_get_subject_name(root_.get())) == 1 &&
                X509_CRL_set1_lastUpdate(crl_.get(), before.get()) == 1 &&
                X509_CRL_set1_nextUpdate(crl_.get(), after.get()) == 1 && X509_CRL_add0_revoked(crl_.get(), entry) == 1 &&
                X509_CRL_sort(crl_.get()) == 1 && X509_CRL_sign(crl_.get(), root_key_.get(), EVP_sha256()) > 0,
            "making a CRL");
    return {to_pem(*certificate), "", to_pem(*key)};
}

} // namespace clerk::test
