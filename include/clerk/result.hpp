#pragma once

#include <clerk/error.hpp>

#include <expected>

namespace clerk {

/// What every operation of this library ends with: the value, or a `ClerkError` that says what happened.
template <class T>
using Result = std::expected<T, ClerkError>;

} // namespace clerk
