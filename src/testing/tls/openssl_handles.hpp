#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace clerk::testing::detail {

template <auto Free>
struct OpenSslDeleter
{
    template <class T>
    void operator()(T* object) const noexcept
    {
        Free(object);
    }
};

using BioHandle = std::unique_ptr<BIO, OpenSslDeleter<&BIO_free_all>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, OpenSslDeleter<&EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, OpenSslDeleter<&X509_free>>;
using ExtensionHandle = std::unique_ptr<X509_EXTENSION, OpenSslDeleter<&X509_EXTENSION_free>>;
using SubjectHandle = std::unique_ptr<X509_NAME, OpenSslDeleter<&X509_NAME_free>>;
using NamesHandle = std::unique_ptr<GENERAL_NAMES, OpenSslDeleter<&GENERAL_NAMES_free>>;
using ContextHandle = std::unique_ptr<SSL_CTX, OpenSslDeleter<&SSL_CTX_free>>;
using SessionHandle = std::unique_ptr<SSL, OpenSslDeleter<&SSL_free>>;

/// Throws the latest error of OpenSSL, with the failed action.
[[noreturn]] void throw_openssl_error(char const* doing);

/// A memory BIO over a text that outlives it.
[[nodiscard]] BioHandle read_only_bio(std::string const& text);

/// All that a memory BIO holds.
[[nodiscard]] std::string text_of(BIO& bio);

} // namespace clerk::testing::detail
