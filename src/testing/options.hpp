#pragma once

#include "openssl_handles.hpp"

#include <clerk/testing/fake_backend_options.hpp>

namespace clerk::testing::detail {

/// The options with a certificate made where there is none. Throws `std::invalid_argument` naming what is out of its range.
[[nodiscard]] FakeBackendOptions complete(FakeBackendOptions options);

/// What the server's side of TLS needs; nothing where the options say no TLS.
[[nodiscard]] ContextHandle make_tls(FakeBackendOptions const& options);

} // namespace clerk::testing::detail
