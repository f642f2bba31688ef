#pragma once

#include <clerk/client_options.hpp>

namespace clerk::detail {

/// Checks every field that can be checked without the others.
///
/// @throws std::invalid_argument naming the first field that is out of its range
void validate(ClientOptions const& options);

} // namespace clerk::detail
