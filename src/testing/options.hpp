#pragma once

#include "testing/tls/openssl_handles.hpp"

#include <clerk/testing/fake_backend_options.hpp>

namespace clerk::testing::detail {

/// Returns the options, with a generated certificate if they have none. Throws `std::invalid_argument` naming the invalid option.
[[nodiscard]] FakeBackendOptions complete(FakeBackendOptions options);

/// Returns the TLS context of the server. Null if the options disable TLS.
[[nodiscard]] ContextHandle make_tls(FakeBackendOptions const& options);

} // namespace clerk::testing::detail
