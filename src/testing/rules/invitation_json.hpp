#pragma once

#include <clerk/invitation.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <vector>

namespace clerk::testing::detail {

/// Returns the JSON of an invitation, as Clerk writes it.
[[nodiscard]] boost::json::object to_json(Invitation const& invitation);
[[nodiscard]] boost::json::array to_json(std::vector<Invitation> const& invitations);

} // namespace clerk::testing::detail
