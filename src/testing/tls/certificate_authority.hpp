#pragma once

#include <clerk/testing/export.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace clerk::testing {

/// The content of a certificate, valid or not.
struct CertificateSpec
{
    /// Subject CN. Ignored for host names if there are alternative names.
    std::string common_name{"localhost"};
    /// Subject alternative names. Not parsed: they may contain wildcards, commas and NULs.
    std::vector<std::string> dns_names;
    /// `127.0.0.1`, `::1`.
    std::vector<std::string> ip_addresses;
    /// Validity, counted from now.
    std::chrono::seconds not_before{std::chrono::hours{-1}};
    std::chrono::seconds not_after{std::chrono::hours{24 * 7}};
    /// Size of an RSA key in bits. Zero: an EC key on P-256.
    unsigned rsa_bits{0};
    /// Basic constraints.
    bool is_ca{false};
    /// In the syntax of OpenSSL's x509v3_config. Empty: the default for `is_ca`. `none`: no such extension.
    std::string key_usage;
    std::string extended_key_usage;
    /// Whether the certificate is signed with its own key instead of the authority's.
    bool self_signed{false};
};

/// An issued certificate as PEM texts.
struct IssuedCertificate
{
    std::string certificate;
    /// The intermediate certificates up to the root, the issuer first. Empty if the root issued it.
    std::string chain;
    std::string private_key;
};

/// Issues certificates for tests, as a root or an intermediate authority.
class CLERK_TESTING_EXPORT CertificateAuthority
{
public:
    /// Creates a root on P-256. Throws `std::runtime_error` if OpenSSL fails, like all members.
    explicit CertificateAuthority(std::string common_name = "Stand-in root CA");
    CertificateAuthority(CertificateAuthority&&) noexcept;
    CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
    ~CertificateAuthority();

    /// Returns the certificate of this authority as PEM.
    [[nodiscard]] std::string const& certificate() const noexcept;

    /// Issues a certificate.
    [[nodiscard]] IssuedCertificate issue(CertificateSpec const& spec) const;

    /// Creates an authority below this one. Valid only if the spec has `is_ca`.
    [[nodiscard]] CertificateAuthority intermediate(CertificateSpec const& spec) const;

    /// Returns the spec of a certificate for localhost, 127.0.0.1 and ::1, valid for a week.
    [[nodiscard]] static CertificateSpec localhost();

private:
    struct Impl;
    explicit CertificateAuthority(std::unique_ptr<Impl> impl) noexcept;

    std::unique_ptr<Impl> impl_;
};

} // namespace clerk::testing
