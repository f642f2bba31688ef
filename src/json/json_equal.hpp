#pragma once

#include <boost/json/object.hpp>

namespace clerk::detail {

/// Whether two objects say the same: members in any order, numbers by their value and not by how they are held, since a server
/// may write 1.0 as 1.
[[nodiscard]] bool equal_json(boost::json::object const& a, boost::json::object const& b) noexcept;

} // namespace clerk::detail
