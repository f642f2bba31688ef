#pragma once

#include <clerk/error.hpp>

#include <expected>

namespace clerk {

/// The result of an operation: a value, or a `ClerkError`.
template <class T>
using Result = std::expected<T, ClerkError>;

} // namespace clerk
