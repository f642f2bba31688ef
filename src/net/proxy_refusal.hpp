#pragma once

#include <clerk/error.hpp>

namespace clerk::detail {

/// The cause of a failure to open a tunnel: the proxy's own status, in a category of its own.
[[nodiscard]] boost::system::error_code proxy_status(int status) noexcept;

/// Whether the proxy has refused what this client sends, so that it would refuse it again: the credentials (407) or the host
/// (403). Asking again with the same credentials makes some proxies lock the account.
[[nodiscard]] bool is_final_proxy_refusal(ClerkError const& error) noexcept;

} // namespace clerk::detail
