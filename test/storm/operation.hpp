#pragma once

#include <cstddef>
#include <string_view>

namespace clerk::test {

/// The operations of callers.
enum class Operation
{
    create,
    create_bulk,
    invite_many,
    revoke,
    list,
    pages,
    all,
    get,
    put,
    post,
    patch,
    remove,
    count
};

inline constexpr std::size_t operation_count = static_cast<std::size_t>(Operation::count);

[[nodiscard]] std::string_view name_of(Operation operation) noexcept;

/// Returns the method for `Client::request`. Empty for other operations.
[[nodiscard]] std::string_view method_of(Operation operation) noexcept;

/// Returns whether the request is idempotent (RFC 9110, 9.2.2).
[[nodiscard]] bool is_idempotent(Operation operation) noexcept;

/// Returns whether the request is safe (RFC 9110, 9.2.1).
[[nodiscard]] bool is_safe(Operation operation) noexcept;

} // namespace clerk::test
