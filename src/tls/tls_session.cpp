#include "tls/tls_session.hpp"

#include "tls/certificate_check.hpp"
#include "tls/tls_error.hpp"

#include <openssl/err.h>

#include <new>

namespace clerk::detail {

namespace {

// Removes errors that an earlier failure left in the queue of this thread. Clearing the queue takes a thousand instructions,
// checking it takes fifty.
void forget_errors() noexcept
{
    if (ERR_peek_error() != 0) ERR_clear_error();
}

} // namespace

TlsSession::TlsSession(TlsContext const& context) : context_{context}, ssl_{context.new_session()}
{
    if (!ssl_) throw std::bad_alloc{};
    BioPtr bio = make_tls_bio(context.bio_method(), bytes_);
    if (!bio) throw std::bad_alloc{};
    SSL_set_app_data(ssl_.get(), this);
    auto* const both = bio.release();
    SSL_set_bio(ssl_.get(), both, both);
    if (!context.resumes()) return;
    if (auto const session = context.sessions().take()) SSL_set_session(ssl_.get(), session.get());
}

TlsSession::~TlsSession()
{
    // OpenSSL removes the session of a connection that was not shut down, but the sessions of our cache stay valid.
    SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_set_app_data(ssl_.get(), nullptr);
}

TlsSession::Handshake TlsSession::handshake()
{
    forget_errors();
    int const result = SSL_do_handshake(ssl_.get());
    if (result == 1)
    {
        if (!context_.must_reverify()) return Handshake::done;
        failure_ = certificate_refusal(ssl_.get(), context_);
        ERR_clear_error();
        return failure_.empty() ? Handshake::done : Handshake::failed;
    }
    if (SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_READ) return Handshake::want_input;
    note_failure(result);
    return Handshake::failed;
}

bool TlsSession::write(std::string_view plain)
{
    std::size_t written = 0;
    int const result = SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &written);
    if (result == 1) return true;
    note_failure(result);
    return false;
}

TlsSession::Read TlsSession::read(char* to, std::size_t size, std::size_t& got)
{
    forget_errors();
    auto const size_before = bytes_.out.size();
    int const result = SSL_read_ex(ssl_.get(), to, size, &got);
    // With TLS 1.3, reading a KeyUpdate produces output. With earlier versions, only alerts do.
    if (bytes_.out.size() != size_before && SSL_version(ssl_.get()) < TLS1_3_VERSION) declined_ = true;
    if (result == 1) return Read::data;
    got = 0;
    switch (SSL_get_error(ssl_.get(), result))
    {
    case SSL_ERROR_WANT_READ:
        return Read::want_input;
    case SSL_ERROR_ZERO_RETURN:
        return Read::closed;
    default:
        note_failure(result);
        return Read::failed;
    }
}

bool TlsSession::holds_input() const noexcept
{
    return !bytes_.in.empty() || SSL_has_pending(ssl_.get()) == 1;
}

void TlsSession::close() noexcept
{
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
}

bool TlsSession::resumed() const noexcept
{
    return SSL_session_reused(ssl_.get()) == 1;
}

std::string_view TlsSession::version() const noexcept
{
    return SSL_get_version(ssl_.get());
}

bool TlsSession::on_new_session(SSL_SESSION* session) noexcept
{
    if (SSL_SESSION_is_resumable(session) != 1) return false;
    try
    {
        context_.sessions().put(SslSessionPtr{session});
        return true;
    }
    catch (...) // no exception may pass through OpenSSL; without the session, the next handshake is a full one
    {
        return true; // this function owned the reference and has released it
    }
}

void TlsSession::note_failure(int result)
{
    int const error = SSL_get_error(ssl_.get(), result);
    truncated_ = error == SSL_ERROR_SYSCALL || ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    failure_ = truncated_ ? "the peer closed the connection without a close_notify" : describe_tls_error(ssl_.get());
    ERR_clear_error();
}

} // namespace clerk::detail
