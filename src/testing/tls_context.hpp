#pragma once

#include "openssl_handles.hpp"

#include <clerk/client_options.hpp>

#include <string>

namespace clerk::testing::detail {

struct TlsServerSettings
{
    std::string certificate_chain_pem;
    std::string private_key_pem;
    TlsVersion min_version{TlsVersion::tls_1_2};
    TlsVersion max_version{TlsVersion::tls_1_3};
    bool session_tickets{true};
};

/// A server's context. Throws `std::runtime_error` where the PEM texts do not fit.
[[nodiscard]] ContextHandle make_server_context(TlsServerSettings const& settings);

} // namespace clerk::testing::detail
