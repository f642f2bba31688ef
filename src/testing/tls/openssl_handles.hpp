#pragma once

#include "portable/openssl_deleter.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace clerk::testing::detail {

using clerk::detail::OpensslDeleter;

using BioHandle = std::unique_ptr<BIO, OpensslDeleter<&BIO_free_all>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, OpensslDeleter<&EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, OpensslDeleter<&X509_free>>;
using ExtensionHandle = std::unique_ptr<X509_EXTENSION, OpensslDeleter<&X509_EXTENSION_free>>;
using SubjectHandle = std::unique_ptr<X509_NAME, OpensslDeleter<&X509_NAME_free>>;
using NamesHandle = std::unique_ptr<GENERAL_NAMES, OpensslDeleter<&GENERAL_NAMES_free>>;
using ContextHandle = std::unique_ptr<SSL_CTX, OpensslDeleter<&SSL_CTX_free>>;
using SessionHandle = std::unique_ptr<SSL, OpensslDeleter<&SSL_free>>;

/// Throws an exception with the failed action and OpenSSL's latest error.
[[noreturn]] void throw_openssl_error(char const* doing);

/// Creates a memory BIO over a text, which must outlive it.
[[nodiscard]] BioHandle read_only_bio(std::string const& text);

/// Returns the content of a memory BIO.
[[nodiscard]] std::string text_of(BIO& bio);

} // namespace clerk::testing::detail
