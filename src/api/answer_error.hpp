#pragma once

#include "wire/response.hpp"

#include <clerk/client_options.hpp>
#include <clerk/error.hpp>

namespace clerk::detail {

/// What an answer whose status is no 2xx means.
[[nodiscard]] ClerkError answer_error(Response const& response, LimitOptions const& limits);

/// A 2xx whose body is not what it must be.
[[nodiscard]] ClerkError decode_error(Response const& response, std::string detail);

} // namespace clerk::detail
