#pragma once

#include <new>
#include <utility>

namespace clerk::detail {

/// Invokes a function whose work is optional; ignores `std::bad_alloc`.
///
/// @param optional has no effect if it throws
template <class Function>
void if_memory_allows(Function&& optional) noexcept
try
{
    std::forward<Function>(optional)();
}
catch (std::bad_alloc const&) // NOLINT(bugprone-empty-catch): the work is optional
{}

} // namespace clerk::detail
