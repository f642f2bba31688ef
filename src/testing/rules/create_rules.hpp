#pragma once

#include "testing/rules/error_response.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <expected>
#include <string>
#include <vector>

namespace clerk::testing::detail {

/// The parameters of a create, with defaults.
struct NewInvitation
{
    std::string email_address;
    boost::json::object public_metadata;
    bool ignore_existing{false};
    int expires_in_days{30};
};

/// The published schema to apply. In the bulk schema, more parameters may be null.
enum class CreateSchema
{
    single,
    bulk
};

/// Parses the object of a create. Returns all errors if it is invalid.
/// @param production  whether it is a production instance, whose redirect URLs must be secure
[[nodiscard]] std::expected<NewInvitation, std::vector<ApiError>> read_create(boost::json::object const& body,
                                                                              CreateSchema schema, bool production);

} // namespace clerk::testing::detail
