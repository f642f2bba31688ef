#pragma once

#include <clerk/error.hpp>

namespace clerk::detail {

/// The cause of a failure to open a tunnel: the proxy's own status, in a category of its own.
[[nodiscard]] boost::system::error_code proxy_status(int status) noexcept;

/// Returns whether the proxy rejected the credentials (407) or the host (403), so that it would do so again. Some proxies lock
/// the account if wrong credentials are repeated.
[[nodiscard]] bool is_final_proxy_refusal(ClerkError const& error) noexcept;

} // namespace clerk::detail
