#pragma once

#include <boost/json/object.hpp>

namespace clerk::detail {

/// Returns whether two objects are equal. Members may be in any order. Numbers are compared by value and not by type, because a
/// server may write 1.0 as 1.
[[nodiscard]] bool equal_json(boost::json::object const& a, boost::json::object const& b) noexcept;

} // namespace clerk::detail
