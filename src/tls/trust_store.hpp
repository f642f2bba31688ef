#pragma once

#include <clerk/client_options.hpp>

#include <string_view>

struct ssl_ctx_st;

namespace clerk::detail {

/// Adds the certificate authorities of the options. An intermediate authority of the caller is trusted without its root.
///
/// @throws std::invalid_argument naming the invalid field of `TlsOptions`
void add_authorities(ssl_ctx_st* context, TlsOptions const& options);

/// Returns advice for the error text if no certificate authority could be loaded. Empty otherwise.
[[nodiscard]] std::string_view advice_for_empty_store(ssl_ctx_st const* context);

} // namespace clerk::detail
