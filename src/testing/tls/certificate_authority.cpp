#include "testing/tls/certificate_authority.hpp"

#include "testing/tls/certificate_builder.hpp"

#include <utility>

namespace clerk::testing {

struct CertificateAuthority::Impl
{
    detail::KeyHandle key;
    detail::CertificateHandle certificate;
    std::string pem;
    std::string chain; ///< intermediate certificates that the issued ones need, including this authority's
};

CertificateAuthority::CertificateAuthority(std::string common_name) : impl_{std::make_unique<Impl>()}
{
    CertificateSpec spec;
    spec.common_name = std::move(common_name);
    spec.is_ca = true;
    spec.not_after = std::chrono::hours{24 * 365};
    impl_->key = detail::make_key(spec);
    impl_->certificate = detail::make_certificate(spec, *impl_->key, nullptr, *impl_->key);
    impl_->pem = detail::to_pem(*impl_->certificate);
}

CertificateAuthority::CertificateAuthority(std::unique_ptr<Impl> impl) noexcept : impl_{std::move(impl)} {}

CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority& CertificateAuthority::operator=(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

std::string const& CertificateAuthority::certificate() const noexcept
{
    return impl_->pem;
}

IssuedCertificate CertificateAuthority::issue(CertificateSpec const& spec) const
{
    detail::KeyHandle const key = detail::make_key(spec);
    bool const self = spec.self_signed;
    auto const certificate =
        detail::make_certificate(spec, *key, self ? nullptr : impl_->certificate.get(), self ? *key : *impl_->key);
    return {detail::to_pem(*certificate), self ? std::string{} : impl_->chain, detail::to_pem(*key)};
}

CertificateAuthority CertificateAuthority::intermediate(CertificateSpec const& spec) const
{
    auto below = std::make_unique<Impl>();
    below->key = detail::make_key(spec);
    below->certificate = detail::make_certificate(spec, *below->key, impl_->certificate.get(), *impl_->key);
    below->pem = detail::to_pem(*below->certificate);
    below->chain = below->pem + impl_->chain;
    return CertificateAuthority{std::move(below)};
}

CertificateSpec CertificateAuthority::localhost()
{
    CertificateSpec spec;
    spec.dns_names = {"localhost"};
    spec.ip_addresses = {"127.0.0.1", "::1"};
    return spec;
}

} // namespace clerk::testing
