#include "storm/operation.hpp"

#include <array>

namespace clerk::test {

namespace {

struct Facts
{
    std::string_view name;
    std::string_view method;
    bool idempotent;
    bool safe;
};

constexpr std::array<Facts, operation_count> facts{{{"create", "", false, false},
                                                    {"create_bulk", "", false, false},
                                                    {"invite_many", "", false, false},
                                                    {"revoke", "", false, false},
                                                    {"list", "", true, true},
                                                    {"pages", "", true, true},
                                                    {"all", "", true, true},
                                                    {"request GET", "GET", true, true},
                                                    {"request PUT", "PUT", true, false},
                                                    {"request POST", "POST", false, false},
                                                    {"request PATCH", "PATCH", false, false},
                                                    {"request DELETE", "DELETE", true, false}}};

Facts const& info_of(Operation operation) noexcept
{
    return facts[static_cast<std::size_t>(operation)];
}

} // namespace

std::string_view name_of(Operation operation) noexcept
{
    return info_of(operation).name;
}

std::string_view method_of(Operation operation) noexcept
{
    return info_of(operation).method;
}

bool is_idempotent(Operation operation) noexcept
{
    return info_of(operation).idempotent;
}

bool is_safe(Operation operation) noexcept
{
    return info_of(operation).safe;
}

} // namespace clerk::test
