#pragma once

#include <string_view>

/// The version of these headers, for the preprocessor. The build takes its own from here.
#define CLERK_VERSION_MAJOR 0
#define CLERK_VERSION_MINOR 1
#define CLERK_VERSION_PATCH 0
#define CLERK_VERSION_STRING "0.1.0"
/// Comparable: major * 10000 + minor * 100 + patch.
#define CLERK_VERSION (CLERK_VERSION_MAJOR * 10000 + CLERK_VERSION_MINOR * 100 + CLERK_VERSION_PATCH)

namespace clerk {

/// The version of these headers: `0.1.0`.
[[nodiscard]] constexpr std::string_view version() noexcept
{
    return CLERK_VERSION_STRING;
}

} // namespace clerk
