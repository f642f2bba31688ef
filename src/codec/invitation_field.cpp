#include "codec/invitation_field.hpp"

#include <array>
#include <cstddef>

namespace clerk::detail {

namespace {

struct Expectation
{
    std::string_view name;
    std::string_view type;
};

/// In the order of the enumerators.
constexpr std::array<Expectation, static_cast<std::size_t>(InvitationField::unknown)> expectations{{
    {"object", "a string"},
    {"id", "a string"},
    {"email_address", "a string"},
    {"public_metadata", "an object"},
    {"status", "a string"},
    {"url", "a string"},
    {"revoked", "a boolean"},
    {"expires_at", "an integer"},
    {"created_at", "an integer"},
    {"updated_at", "an integer"},
}};

} // namespace

std::string_view name_of(InvitationField field) noexcept
{
    return expectations[static_cast<std::size_t>(field)].name;
}

std::string_view type_of(InvitationField field) noexcept
{
    return expectations[static_cast<std::size_t>(field)].type;
}

} // namespace clerk::detail
