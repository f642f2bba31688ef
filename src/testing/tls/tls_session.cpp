#include "testing/tls/tls_session.hpp"

#include <openssl/err.h>

#include <array>

namespace clerk::testing::detail {

TlsSession::TlsSession(SSL_CTX& context)
    : session_{SSL_new(&context)}, input_{BIO_new(BIO_s_mem())}, output_{BIO_new(BIO_s_mem())}
{
    if (!session_ || !input_ || !output_)
    {
        BIO_free(input_);
        BIO_free(output_);
        throw_openssl_error("making a TLS session");
    }
    SSL_set_bio(session_.get(), input_, output_);
    SSL_set_accept_state(session_.get());
}

void TlsSession::feed(std::span<char const> bytes)
{
    BIO_write(input_, bytes.data(), static_cast<int>(bytes.size()));
}

Session::State TlsSession::handshake()
{
    ERR_clear_error();
    int const result = SSL_do_handshake(session_.get());
    if (result == 1) return State::ok;
    int const reason = SSL_get_error(session_.get(), result);
    ERR_clear_error();
    return reason == SSL_ERROR_WANT_READ ? State::want_input : State::failed;
}

Session::State TlsSession::read(std::string& plain)
{
    std::array<char, 16 * 1024> chunk;
    for (;;)
    {
        ERR_clear_error();
        int const n = SSL_read(session_.get(), chunk.data(), static_cast<int>(chunk.size()));
        if (n <= 0)
        {
            int const reason = SSL_get_error(session_.get(), n);
            ERR_clear_error();
            if (reason == SSL_ERROR_WANT_READ) return State::ok;
            return reason == SSL_ERROR_ZERO_RETURN ? State::closed : State::failed;
        }
        plain.append(chunk.data(), static_cast<std::size_t>(n));
    }
}

void TlsSession::write(std::string_view plain)
{
    if (plain.empty()) return;
    ERR_clear_error();
    std::size_t written = 0;
    if (SSL_write_ex(session_.get(), plain.data(), plain.size(), &written) != 1)
        ERR_clear_error(); // a broken session sends nothing
}

void TlsSession::close_notify()
{
    ERR_clear_error();
    if (SSL_shutdown(session_.get()) < 0) ERR_clear_error();
}

std::string TlsSession::take_output()
{
    std::string bytes = text_of(*output_);
    BIO_reset(output_);
    return bytes;
}

bool TlsSession::resumed() const noexcept
{
    return SSL_session_reused(session_.get()) == 1;
}

} // namespace clerk::testing::detail
