#pragma once

#include "portable/openssl_deleter.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

namespace clerk::detail {

using SslPtr = std::unique_ptr<SSL, OpensslDeleter<&SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, OpensslDeleter<&SSL_CTX_free>>;
using SslSessionPtr = std::unique_ptr<SSL_SESSION, OpensslDeleter<&SSL_SESSION_free>>;
using BioPtr = std::unique_ptr<BIO, OpensslDeleter<&BIO_free>>;
using BioMethodPtr = std::unique_ptr<BIO_METHOD, OpensslDeleter<&BIO_meth_free>>;
using X509StorePtr = std::unique_ptr<X509_STORE, OpensslDeleter<&X509_STORE_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslDeleter<&X509_free>>;

} // namespace clerk::detail
