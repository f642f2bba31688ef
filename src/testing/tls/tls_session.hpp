#pragma once

#include "testing/server/session.hpp"
#include "testing/tls/openssl_handles.hpp"

namespace clerk::testing::detail {

/// TLS on memory BIOs.
class TlsSession final : public Session
{
public:
    explicit TlsSession(SSL_CTX& context);

    void feed(std::span<char const> bytes) override;
    [[nodiscard]] State handshake() override;
    [[nodiscard]] State read(std::string& plain) override;
    /// Encrypts; up to 16 KiB make one record.
    void write(std::string_view plain) override;
    void close_notify() override;
    [[nodiscard]] std::string take_output() override;
    [[nodiscard]] bool resumed() const noexcept override;

private:
    SessionHandle session_;
    BIO* input_;
    BIO* output_;
};

} // namespace clerk::testing::detail
