#pragma once

#include "tls/openssl_handles.hpp"

#include <clerk/client_options.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace clerk::detail {

/// Sessions to resume, newest first. Thread-safe.
class TlsSessionCache
{
public:
    void put(SslSessionPtr session);

    /// Returns a session, or null. TLS 1.3 sessions are used once, so that an observer cannot link connections (RFC 8446, C.4).
    [[nodiscard]] SslSessionPtr take();

    void clear();

private:
    static constexpr std::size_t max_sessions = 64;

    std::mutex mutex_;
    std::vector<SslSessionPtr> sessions_;
};

/// The trusted certificates and sessions of a client.
class TlsContext
{
public:
    using SecurityCallback = int(SSL const*, SSL_CTX const*, int, int, int, void*, void*);

    /// @param host  the name or address that the peer's certificate must have
    /// @throws std::invalid_argument naming the invalid field of `TlsOptions`
    TlsContext(TlsOptions const& options, std::string host, bool host_is_address);

    /// Creates a session object with verification of peer and host, SNI and the oldest version. Null without memory.
    [[nodiscard]] SslPtr new_session() const;

    /// Sets the host that a certificate must have. Returns false without memory.
    [[nodiscard]] bool expect_peer(X509_VERIFY_PARAM* parameters) const;

    [[nodiscard]] bio_method_st const* bio_method() const noexcept { return bio_method_.get(); }

    [[nodiscard]] bool resumes() const noexcept { return resumes_; }

    /// Returns whether the peer must be verified again after a handshake, because a caller's context may have replaced
    /// verification.
    [[nodiscard]] bool must_reverify() const noexcept { return borrowed_ != nullptr; }

    [[nodiscard]] TlsSessionCache& sessions() const noexcept { return sessions_; }

private:
    // Either the caller's, kept alive by `borrowed_` and never modified, or `owned_`.
    std::shared_ptr<boost::asio::ssl::context> borrowed_;
    SslContextPtr owned_;
    ssl_ctx_st* context_;
    // Replaces that of the caller's context.
    SecurityCallback* default_security_callback_{nullptr};
    BioMethodPtr bio_method_;
    std::string host_;
    bool host_is_address_;
    int min_version_;
    bool resumes_;
    mutable TlsSessionCache sessions_;
};

} // namespace clerk::detail
