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
    /// Subject alternative names, taken byte by byte: wildcards, commas and embedded NULs included.
    std::vector<std::string> dns_names;
    /// `127.0.0.1`, `::1`.
    std::vector<std::string> ip_addresses;
    /// Validity, counted from now.
    std::chrono::seconds not_before{std::chrono::hours{-1}};
    std::chrono::seconds not_after{std::chrono::hours{24 * 7}};
    /// 0 = an EC key on P-256, else an RSA key of that many bits.
    unsigned rsa_bits{0};
    /// Basic constraints.
    bool is_ca{false};
    /// In the syntax of OpenSSL's x509v3_config. Empty: the default for `is_ca`. `none`: no such extension.
    std::string key_usage;
    std::string extended_key_usage;
    /// Signed with its own key instead of by the authority.
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

/// Issues certificates for tests: a root of its own, or an intermediate below one.
class CLERK_TESTING_EXPORT CertificateAuthority
{
public:
    /// Creates a root on P-256. Throws `std::runtime_error` if OpenSSL fails, like all members.
    explicit CertificateAuthority(std::string common_name = "Stand-in root CA");
    CertificateAuthority(CertificateAuthority&&) noexcept;
    CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
    ~CertificateAuthority();

    /// The certificate of this authority itself, PEM.
    [[nodiscard]] std::string const& certificate() const noexcept;

    /// Issues a certificate.
    [[nodiscard]] IssuedCertificate issue(CertificateSpec const& spec) const;

    /// An authority below this one, good or bad: set `is_ca` for one that may issue.
    [[nodiscard]] CertificateAuthority intermediate(CertificateSpec const& spec) const;

    /// For localhost, 127.0.0.1 and ::1, good for a week.
    [[nodiscard]] static CertificateSpec localhost();

private:
    struct Impl;
    explicit CertificateAuthority(std::unique_ptr<Impl> impl) noexcept;

    std::unique_ptr<Impl> impl_;
};

} // namespace clerk::testing
