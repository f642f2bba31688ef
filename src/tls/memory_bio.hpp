#pragma once

#include "tls/openssl_handles.hpp"

#include <string>
#include <string_view>

namespace clerk::detail {

/// The bytes of a TLS session: unread input from the network, and output for it.
///
/// Unlike OpenSSL's memory BIO, it does not copy the input.
struct MemoryBios
{
    std::string_view in;
    std::string out;
    bool in_ended{false}; ///< the transport has ended: no bytes follow `in`
};

/// The method of a BIO over `MemoryBios`.
[[nodiscard]] BioMethodPtr make_tls_bio_method();

/// Creates a BIO over `bytes`, which must outlive it. Null without memory.
[[nodiscard]] BioPtr make_tls_bio(BIO_METHOD const* method, MemoryBios& bytes);

} // namespace clerk::detail
