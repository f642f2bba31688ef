#pragma once

#include <boost/system/error_code.hpp>

#include <cstdint>

namespace clerk::detail {

/// The members of the JSON that `clerk/json.hpp` parses.
enum class JsonMember : std::uint8_t
{
    none, ///< the value as a whole, or an unknown member
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
    redirect_url,
    notify,
    ignore_existing,
    expires_in_days,
    template_slug
};

enum class JsonFault : std::uint8_t
{
    missing = 1,
    wrong_type,
    out_of_range,
    unknown_value,
    given_twice,
    unknown_member,
    not_an_object,
    no_memory,
    too_deep
};

/// Returns an error code of category `clerk.json`. Its message names the member and the fault.
[[nodiscard]] boost::system::error_code json_error(JsonFault fault, JsonMember member = JsonMember::none) noexcept;

} // namespace clerk::detail
