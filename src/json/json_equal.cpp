#include "json/json_equal.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace clerk::detail {

namespace {

namespace json = boost::json;

/// Whether a double is exactly this integer.
template <class Integer>
bool is_exactly(double number, Integer integer, double lowest, double bound) noexcept
{
    bool const in_range = number >= lowest && number < bound; // false for NaN
    if (!in_range) return false;
    auto const whole = static_cast<Integer>(number);
    return whole == integer && static_cast<double>(whole) == number;
}

bool is_exactly(double number, json::value const& integer) noexcept
{
    constexpr double two_to_63 = 9'223'372'036'854'775'808.0;
    if (integer.is_int64()) return is_exactly(number, integer.get_int64(), -two_to_63, two_to_63);
    return is_exactly(number, integer.get_uint64(), 0, 2 * two_to_63);
}

bool same_number(json::value const& a, json::value const& b) noexcept
{
    if (a.is_double() == b.is_double()) return a == b; // compares integers by value, signed or not
    return a.is_double() ? is_exactly(a.get_double(), b) : is_exactly(b.get_double(), a);
}

bool same_value(json::value const& a, json::value const& b) noexcept
{
    if (a.is_number() && b.is_number()) return same_number(a, b);
    if (a.kind() != b.kind()) return false;
    if (a.is_object()) return equal_json(a.get_object(), b.get_object());
    if (a.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), same_value);
    return a == b;
}

} // namespace

bool equal_json(json::object const& a, json::object const& b) noexcept
{
    return a.size() == b.size() && std::ranges::all_of(a, [&b](json::key_value_pair const& member) {
               auto const* const other = b.if_contains(member.key());
               return other != nullptr && same_value(member.value(), *other);
           });
}

} // namespace clerk::detail
