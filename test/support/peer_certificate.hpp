#pragma once

#include "support/scripted_peer.hpp"
#include "testing/tls/certificate_authority.hpp"

namespace clerk::test {

/// A peer with this certificate, whose authority the client trusts.
inline PeerOptions with(testing::CertificateAuthority const& authority, testing::CertificateSpec const& spec)
{
    PeerOptions how;
    how.certificate = authority.issue(spec);
    how.ca_pem = authority.certificate();
    how.security_level = 0;
    return how;
}

inline PeerOptions with(testing::CertificateSpec const& spec)
{
    return with(testing::CertificateAuthority{}, spec);
}

} // namespace clerk::test
