#pragma once

#include <clerk/error.hpp>

namespace clerk::detail {

/// Returns the proxy's status as an error code of category `clerk.proxy`.
[[nodiscard]] boost::system::error_code proxy_status(int status) noexcept;

/// Returns whether the proxy rejected the credentials (407) or the host (403), so that it would reject the next attempt, too.
/// Some proxies lock the account after repeated wrong credentials.
[[nodiscard]] bool is_final_proxy_refusal(ClerkError const& error) noexcept;

} // namespace clerk::detail
