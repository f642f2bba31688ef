#pragma once

#include "api/prepare.hpp"

#include <clerk/api_request.hpp>

namespace clerk::detail {

class ClientCore;

[[nodiscard]] PreparedCall prepare_request(ClientCore const& core, ApiRequest const& request, RequestOptions options);

} // namespace clerk::detail
