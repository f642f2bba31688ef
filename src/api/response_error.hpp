#pragma once

#include "wire/response.hpp"

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

namespace clerk::detail {

/// Returns the error of a response whose status is not 2xx.
[[nodiscard]] ClerkError response_error(Response const& response, LimitOptions const& limits);

/// Returns the error of a 2xx with an invalid body.
[[nodiscard]] ClerkError decode_error(Response const& response, std::string detail);

} // namespace clerk::detail
