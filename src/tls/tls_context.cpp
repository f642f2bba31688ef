#include "tls/tls_context.hpp"

#include "tls/memory_bio.hpp"
#include "tls/tls_session.hpp"
#include "tls/trust_store.hpp"

#include <boost/asio/ssl/context.hpp>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <new>

namespace clerk::detail {

namespace {

// A caller's context may have a callback that accepts everything. Every session uses this one instead.
int accept_what_openssl_accepts(int preverified, X509_STORE_CTX*)
{
    return preverified;
}

int on_new_session(SSL* ssl, SSL_SESSION* session)
{
    auto* const owner = static_cast<TlsSession*>(SSL_get_app_data(ssl));
    return owner != nullptr && owner->on_new_session(session) ? 1 : 0;
}

SslContextPtr make_context(TlsOptions const& options)
{
    SslContextPtr context{SSL_CTX_new(TLS_client_method())};
    if (!context) throw std::bad_alloc{};
    add_authorities(context.get(), options);
    if (options.session_resumption)
    {
        SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context.get(), &on_new_session);
    }
    return context;
}

// OpenSSL does not export it.
TlsContext::SecurityCallback* default_security_callback()
{
    SslContextPtr const context{SSL_CTX_new(TLS_client_method())};
    if (!context) throw std::bad_alloc{};
    return SSL_CTX_get_security_callback(context.get());
}

} // namespace

void TlsSessionCache::put(SslSessionPtr session)
{
    std::scoped_lock const lock{mutex_};
    if (sessions_.size() == max_sessions) sessions_.erase(sessions_.begin());
    sessions_.push_back(std::move(session));
}

void TlsSessionCache::clear()
{
    std::scoped_lock const lock{mutex_};
    sessions_.clear();
}

SslSessionPtr TlsSessionCache::take()
{
    std::scoped_lock const lock{mutex_};
    // OpenSSL marks the latest session of a failed connection as not resumable.
    while (!sessions_.empty() && SSL_SESSION_is_resumable(sessions_.back().get()) != 1) sessions_.pop_back();
    if (sessions_.empty()) return nullptr;
    auto& newest = sessions_.back();
    if (SSL_SESSION_get_protocol_version(newest.get()) < TLS1_3_VERSION)
    {
        SSL_SESSION_up_ref(newest.get());
        return SslSessionPtr{newest.get()};
    }
    auto session = std::move(newest);
    sessions_.pop_back();
    return session;
}

TlsContext::TlsContext(TlsOptions const& options, std::string host, bool host_is_address)
    : borrowed_{options.context}, owned_{options.context ? nullptr : make_context(options)},
      context_{options.context ? options.context->native_handle() : owned_.get()}, bio_method_{make_tls_bio_method()},
      host_{std::move(host)}, host_is_address_{host_is_address},
      min_version_{options.min_version == TlsVersion::tls_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION},
      resumes_{!options.context && options.session_resumption}
{
    if (borrowed_) default_security_callback_ = default_security_callback();
    if (host_.ends_with('.')) host_.pop_back(); // neither SNI (RFC 6066, 3) nor certificates have a final dot
}

SslPtr TlsContext::new_session() const
{
    ERR_clear_error();
    SslPtr ssl{SSL_new(context_)};
    if (!ssl) return ssl;
    SSL_set_connect_state(ssl.get());
    // The function reports no error, but OpenSSL 3.6 crashes later if it ran out of memory.
    if (ERR_peek_error() != 0) return nullptr;
    SSL_set_verify(ssl.get(), SSL_VERIFY_PEER, &accept_what_openssl_accepts);
    if (borrowed_) SSL_set_security_callback(ssl.get(), default_security_callback_);
    SSL_set_security_level(ssl.get(), std::max(2, SSL_get_security_level(ssl.get())));
    SSL_set_min_proto_version(ssl.get(), std::max<int>(min_version_, static_cast<int>(SSL_get_min_proto_version(ssl.get()))));
    SSL_set_options(ssl.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_clear_options(ssl.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_set_read_ahead(ssl.get(), 1);                         // reads the header and body of a record at once
    SSL_clear_mode(ssl.get(), SSL_MODE_ENABLE_PARTIAL_WRITE); // requests are written completely

    bool const named = host_is_address_ || SSL_set_tlsext_host_name(ssl.get(), host_.c_str()) == 1;
    return named && expect_peer(SSL_get0_param(ssl.get())) ? std::move(ssl) : nullptr;
}

bool TlsContext::expect_peer(X509_VERIFY_PARAM* parameters) const
{
    // A name in the subject alone is not valid (RFC 6125).
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    return host_is_address_ ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host_.c_str()) == 1
                            : X509_VERIFY_PARAM_set1_host(parameters, host_.c_str(), host_.size()) == 1;
}

} // namespace clerk::detail
