#pragma once

#include "net/tls_handles.hpp"

#include <string>
#include <string_view>

namespace clerk::detail {

/// The two sides of a TLS session's bytes: what came from the network and was not read yet, and what must go there.
///
/// Unlike OpenSSL's own memory BIO it does not copy what comes in.
struct TlsBytes
{
    std::string_view in;
    std::string out;
    bool in_ended{false}; ///< nothing will follow `in`: the transport has ended
};

/// The method of a BIO over `TlsBytes`.
[[nodiscard]] BioMethodPtr make_tls_bio_method();

/// A BIO over `bytes`, which must outlive it; null where memory ran out.
[[nodiscard]] BioPtr make_tls_bio(BIO_METHOD const* method, TlsBytes& bytes);

} // namespace clerk::detail
