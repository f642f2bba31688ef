#pragma once

#include "testing/tls/openssl_handles.hpp"
#include "unit/tls/tls_peer.hpp"

#include <array>
#include <memory>
#include <string>

namespace clerk::test {

/// A root that the client trusts, a server with its certificate, and servers that impersonate this server.
struct Impostors
{
    /// Created once, because generating keys is slow.
    static Impostors const& get();

    struct Server
    {
        char const* fault;
        TlsServer server;
    };

    /// The trusted root and its CRL.
    [[nodiscard]] X509* root() const noexcept { return root_.get(); }

    [[nodiscard]] X509_CRL* crl() const noexcept { return crl_.get(); }

    /// The issuer of one impostor.
    [[nodiscard]] X509* other_root() const noexcept { return other_root_.get(); }

private:
    using CrlHandle = std::unique_ptr<X509_CRL, testing::detail::OpensslDeleter<&X509_CRL_free>>;

    Impostors();
    [[nodiscard]] testing::IssuedCertificate issue(testing::CertificateSpec const& spec) const;
    [[nodiscard]] testing::IssuedCertificate forged() const;
    [[nodiscard]] testing::IssuedCertificate of_other_root() const;
    [[nodiscard]] testing::IssuedCertificate revoked();

    testing::detail::KeyHandle root_key_;
    testing::detail::CertificateHandle root_;
    testing::detail::KeyHandle other_key_;
    testing::detail::CertificateHandle other_root_;
    CrlHandle crl_;

public:
    TlsServer const authentic;
    std::array<Server, 6> const servers;
};

} // namespace clerk::test
