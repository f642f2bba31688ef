#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace clerk::detail {

/// The fields of an invitation's JSON that this version knows.
enum class InvitationField : std::uint8_t
{
    object,
    id,
    email_address,
    public_metadata,
    status,
    url,
    revoked,
    expires_at,
    created_at,
    updated_at,
    unknown
};

[[nodiscard]] constexpr unsigned bit_of(InvitationField field) noexcept
{
    return 1U << static_cast<unsigned>(field);
}

/// The fields that an invitation must have.
inline constexpr unsigned required_fields = bit_of(InvitationField::id) | bit_of(InvitationField::email_address) |
                                            bit_of(InvitationField::status) | bit_of(InvitationField::created_at) |
                                            bit_of(InvitationField::updated_at);

[[nodiscard]] constexpr bool is_nullable(InvitationField field) noexcept
{
    return field == InvitationField::public_metadata || field == InvitationField::url || field == InvitationField::revoked ||
           field == InvitationField::expires_at;
}

[[nodiscard]] constexpr bool is_timestamp(InvitationField field) noexcept
{
    return field == InvitationField::expires_at || field == InvitationField::created_at || field == InvitationField::updated_at;
}

[[nodiscard]] constexpr InvitationField field_of(std::string_view key) noexcept
{
    switch (key.size())
    {
    case 2:
        if (key == "id") return InvitationField::id;
        break;
    case 3:
        if (key == "url") return InvitationField::url;
        break;
    case 6:
        if (key == "status") return InvitationField::status;
        if (key == "object") return InvitationField::object;
        break;
    case 7:
        if (key == "revoked") return InvitationField::revoked;
        break;
    case 10:
        if (key == "created_at") return InvitationField::created_at;
        if (key == "updated_at") return InvitationField::updated_at;
        if (key == "expires_at") return InvitationField::expires_at;
        break;
    case 13:
        if (key == "email_address") return InvitationField::email_address;
        break;
    case 15:
        if (key == "public_metadata") return InvitationField::public_metadata;
        break;
    default:
        break;
    }
    return InvitationField::unknown;
}

struct InvitationFieldText
{
    std::string_view name;
    std::string_view type; ///< the required type, with its article
};

/// The known fields, in the order of the enumerators.
inline constexpr std::array<InvitationFieldText, static_cast<std::size_t>(InvitationField::unknown)> invitation_fields{{
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

/// Returns the name and the type of a known field.
[[nodiscard]] constexpr InvitationFieldText const& text_of(InvitationField field) noexcept
{
    return invitation_fields[static_cast<std::size_t>(field)];
}

} // namespace clerk::detail
