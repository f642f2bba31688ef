#pragma once

#include <clerk/client_options.hpp>

#include <string_view>

struct ssl_ctx_st;

namespace clerk::detail {

/// Adds the certificate authorities that the options name. Of those that the caller gives, an intermediate one is enough.
///
/// @throws std::invalid_argument naming the field of `TlsOptions` that cannot be used
void add_authorities(ssl_ctx_st* context, TlsOptions const& options);

/// Returns advice for the error text if no certificate authority could be loaded. Empty otherwise.
[[nodiscard]] std::string_view advice_for_empty_store(ssl_ctx_st const* context);

} // namespace clerk::detail
