#pragma once

#include "testing/rules/error_response.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clerk::testing::detail {

/// The parameters of a list request, with defaults.
struct ListQuery
{
    enum class Order
    {
        created_at,
        email_address,
        expires_at
    };

    std::optional<std::string> status; ///< unset: all but the revoked ones
    std::string text;                  ///< part of an address, or an id
    Order order{Order::created_at};
    bool descending{true};
    std::size_t limit{10};
    std::size_t offset{0};
    bool paginated{false};
};

/// Parses the query of a list (the text after `?`), form-encoded: `+` is a space. Ignores unknown parameters and rejects repeated
/// ones.
[[nodiscard]] std::expected<ListQuery, std::vector<ApiError>> read_list_query(std::string_view text);

} // namespace clerk::testing::detail
